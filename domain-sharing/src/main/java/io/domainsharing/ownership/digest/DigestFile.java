// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.minger.digest.HashList;
import io.domainsharing.minger.digest.Position;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.disk.WholeFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer's digest on disk: 8 octets for each address, and a checksum behind it. What is damaged, of another secret, of the future, or too
 * old to be of use is thrown away: the peer sends it again. Used by one thread at a time; blocks.
 */
final class DigestFile {
    private static final Logger LOGGER = LoggerFactory.getLogger(DigestFile.class);
    private static final byte[] MAGIC = "DSDIGST1".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKSUM = 32;
    private static final long MOST_DOMAINS = 1 << 20;
    private static final long LONGEST = MOST_DOMAINS + (long) HashList.MAXIMUM * Long.BYTES;

    private final Path path;
    private final WholeFile file;
    private final byte[] mark;

    /** @param mark of the secret that the hashes are made with */
    DigestFile(Path folder, PeerName peer, String mark) {
        this.path = folder.resolve(peer + ".digest");
        this.file = new WholeFile(folder, peer + ".digest");
        this.mark = HexFormat.of().parseHex(mark);
    }

    void write(StoredDigest digest) throws IOException {
        file.write(out -> {
            MessageDigest checksum = sha256();
            DataOutputStream data =
                    new DataOutputStream(new BufferedOutputStream(new DigestOutputStream(out, checksum), 1 << 16));
            write(digest, data);
            data.flush();
            out.write(checksum.digest());
        });
    }

    private void write(StoredDigest digest, DataOutputStream out) throws IOException {
        out.write(MAGIC);
        out.write(mark);
        out.writeLong(digest.position().epoch());
        out.writeLong(digest.position().version());
        out.writeLong(digest.heardAt().toEpochMilli());
        out.writeInt(digest.domains().size());
        for (Map.Entry<String, Coverage> domain : digest.domains().entrySet()) {
            byte[] name = domain.getKey().getBytes(StandardCharsets.US_ASCII);
            out.writeByte(domain.getValue().octet());
            out.writeByte(name.length);
            out.write(name);
        }
        out.writeInt(digest.list().size());
        for (int i = 0; i < digest.list().size(); i++) {
            out.writeLong(digest.list().at(i));
        }
    }

    /**
     * What was written, if nothing speaks against it.
     *
     * @param now nothing can have been heard later
     * @param usefulFor what was heard longer ago is of no use
     */
    Optional<StoredDigest> read(Instant now, Duration usefulFor) {
        if (file.isMissing()) {
            return Optional.empty();
        }
        try {
            if (Files.size(path) > LONGEST) {
                throw new IOException("it is too long");
            }
            StoredDigest digest = parse(file.read());
            if (digest.heardAt().isAfter(now) || digest.heardAt().isBefore(now.minus(usefulFor))) {
                throw new IOException("it is of " + digest.heardAt());
            }
            return Optional.of(digest);
        } catch (IOException | IllegalArgumentException | BufferUnderflowException e) {
            LOGGER.info("{} is thrown away, the peer sends it again: {}", file, e.getMessage());
            forget();
            return Optional.empty();
        }
    }

    /** Takes it away, if it is there. */
    void forget() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOGGER.warn("{} cannot be deleted", file, e);
        }
    }

    private StoredDigest parse(byte[] octets) throws IOException {
        int length = octets.length - CHECKSUM;
        if (length < 0) {
            throw new IOException("it is too short");
        }
        MessageDigest checksum = sha256();
        checksum.update(octets, 0, length);
        if (!Arrays.equals(checksum.digest(), Arrays.copyOfRange(octets, length, octets.length))) {
            throw new IOException("it is damaged");
        }
        ByteBuffer in = ByteBuffer.wrap(octets, 0, length);
        requireSame(MAGIC, in, "it is of another kind");
        requireSame(mark, in, "it is of another secret");
        Position position = new Position(in.getLong(), in.getLong());
        Instant heardAt = Instant.ofEpochMilli(in.getLong());
        Map<String, Coverage> domains = new HashMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            Coverage coverage = Coverage.of(in.get());
            byte[] name = new byte[in.get() & 0xff];
            in.get(name);
            domains.put(new String(name, StandardCharsets.US_ASCII), coverage);
        }
        int count = in.getInt();
        if (count != in.remaining() / Long.BYTES || in.remaining() % Long.BYTES != 0) {
            throw new IOException("it does not have what it says");
        }
        long[] hashes = new long[count];
        in.asLongBuffer().get(hashes);
        return new StoredDigest(position, HashList.ofSorted(hashes), domains, heardAt);
    }

    private static void requireSame(byte[] expected, ByteBuffer in, String problem) throws IOException {
        byte[] found = new byte[expected.length];
        in.get(found);
        if (!Arrays.equals(expected, found)) {
            throw new IOException(problem);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
