// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.domainsharing.minger.digest.Frame.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Frames as octets: the length of what follows in four, the kind in one, the rest. All numbers with the highest octet first. Until the
 * other side has proven that it knows the secret a frame has at most {@value #UNPROVEN} octets. Belongs to one channel.
 */
final class FrameCodec extends ByteToMessageCodec<Frame> {
    static final int NONCE = 32;
    static final int UNPROVEN = 128;
    static final int LONGEST = 1 << 20;
    static final int HASHES_AT_ONCE = 8_000;

    private static final Kind[] KINDS = Kind.values();

    private int longest = UNPROVEN;

    /** The other side has proven that it knows the secret. */
    void trust() {
        longest = LONGEST;
    }

    /** The other side says what no implementation says. */
    static final class BadFrameException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadFrameException(String message) {
            super(message);
        }
    }

    @Override
    protected void encode(ChannelHandlerContext context, Frame frame, ByteBuf out) {
        int start = out.writerIndex();
        out.writeInt(0).writeByte(frame.kind().octet);
        write(frame, out);
        out.setInt(start, out.writerIndex() - start - Integer.BYTES);
    }

    private static void write(Frame frame, ByteBuf out) {
        switch (frame.kind()) {
            case CHALLENGE -> out.writeBytes(((Frame.Challenge) frame).nonce().value());
            case CLAIM -> {
                Frame.Claim claim = (Frame.Claim) frame;
                write(claim.has(), out.writeBytes(claim.nonce().value()));
                out.writeBytes(claim.proof().value());
            }
            case ACCEPTED -> out.writeBytes(((Frame.Accepted) frame).proof().value());
            case WHOLE -> {
                Frame.Whole whole = (Frame.Whole) frame;
                write(whole.position(), out);
                out.writeInt(whole.count());
            }
            case HASHES -> write(((Frame.Hashes) frame).part(), out);
            case END -> write(((Frame.End) frame).checksum(), out);
            case CHANGE -> {
                Frame.Change change = (Frame.Change) frame;
                out.writeLong(change.version());
                write(change.change().after(), out);
                out.writeInt(change.change().removed().size());
                write(change.change().removed(), out);
                write(change.change().added(), out);
            }
            case COVERAGE -> ((Frame.Covers) frame).domains().forEach((domain, coverage) -> {
                byte[] name = domain.getBytes(StandardCharsets.US_ASCII);
                out.writeByte(coverage.octet()).writeByte(name.length).writeBytes(name);
            });
            case ALIVE -> out.writeLong(((Frame.Alive) frame).age().toMillis());
            case SUSPECT -> {
                Frame.Suspect suspect = (Frame.Suspect) frame;
                out.writeLong(suspect.lasts().toMillis())
                        .writeBytes(suspect.client().getAddress());
            }
        }
    }

    private static void write(Position position, ByteBuf out) {
        out.writeLong(position.epoch()).writeLong(position.version());
    }

    private static void write(Checksum checksum, ByteBuf out) {
        out.writeInt(checksum.count()).writeLong(checksum.xor()).writeLong(checksum.sum());
    }

    private static void write(HashList hashes, ByteBuf out) {
        for (int i = 0; i < hashes.size(); i++) {
            out.writeLong(hashes.at(i));
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < Integer.BYTES) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 1 || length > longest) {
            throw new BadFrameException("a frame of " + length + " octets");
        }
        if (in.readableBytes() < Integer.BYTES + length) {
            return;
        }
        ByteBuf content = in.skipBytes(Integer.BYTES).readSlice(length);
        try {
            Frame frame = read(kindOf(content.readUnsignedByte()), content);
            if (content.isReadable()) {
                throw new BadFrameException("a frame that is longer than it needs to be");
            }
            out.add(frame);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new BadFrameException("a frame that cannot be read");
        }
    }

    private static Kind kindOf(int octet) {
        if (octet < 1 || octet > KINDS.length) {
            throw new BadFrameException("a frame of the unknown kind " + octet);
        }
        return KINDS[octet - 1];
    }

    private static Frame read(Kind kind, ByteBuf in) {
        return switch (kind) {
            case CHALLENGE -> new Frame.Challenge(octets(in, NONCE));
            case CLAIM -> new Frame.Claim(octets(in, NONCE), position(in), octets(in, DigestKeys.PROOF));
            case ACCEPTED -> new Frame.Accepted(octets(in, DigestKeys.PROOF));
            case WHOLE -> new Frame.Whole(position(in), in.readInt());
            case HASHES -> new Frame.Hashes(hashes(in, in.readableBytes() / Long.BYTES));
            case END -> new Frame.End(checksum(in));
            case CHANGE -> change(in);
            case COVERAGE -> new Frame.Covers(domains(in));
            case ALIVE -> new Frame.Alive(Duration.ofMillis(in.readLong()));
            case SUSPECT -> suspect(in);
        };
    }

    private static Frame suspect(ByteBuf in) {
        Duration lasts = Duration.ofMillis(in.readLong());
        try {
            return new Frame.Suspect(
                    InetAddress.getByAddress(octets(in, in.readableBytes()).value()), lasts);
        } catch (UnknownHostException e) {
            throw new BadFrameException("an address of neither 4 nor 16 octets");
        }
    }

    private static Frame change(ByteBuf in) {
        long version = in.readLong();
        Checksum after = checksum(in);
        HashList removed = hashes(in, in.readInt());
        return new Frame.Change(version, new ListChange(removed, hashes(in, in.readableBytes() / Long.BYTES), after));
    }

    private static Map<String, Coverage> domains(ByteBuf in) {
        Map<String, Coverage> domains = new LinkedHashMap<>();
        while (in.isReadable()) {
            int coverage = in.readUnsignedByte();
            byte[] name = octets(in, in.readUnsignedByte()).value();
            domains.put(new String(name, StandardCharsets.US_ASCII), Coverage.of(coverage));
        }
        return domains;
    }

    private static Position position(ByteBuf in) {
        return new Position(in.readLong(), in.readLong());
    }

    private static Checksum checksum(ByteBuf in) {
        return new Checksum(in.readInt(), in.readLong(), in.readLong());
    }

    private static Octets octets(ByteBuf in, int count) {
        byte[] octets = new byte[count];
        in.readBytes(octets);
        return Octets.of(octets);
    }

    // Not more room than there are octets for.
    private static HashList hashes(ByteBuf in, int count) {
        if (count < 0 || count > in.readableBytes() / Long.BYTES) {
            throw new BadFrameException("a frame that says of more hashes than it has");
        }
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = in.readLong();
        }
        return HashList.ofSorted(hashes);
    }
}
