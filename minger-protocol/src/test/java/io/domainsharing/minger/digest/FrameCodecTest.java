// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {
    private static final HashList SOME = HashList.ofSorted(new long[] {-5, 0, 9});

    static Stream<Frame> frames() {
        return Stream.of(
                new Frame.Challenge(Octets.random(32)),
                new Frame.Claim(Octets.random(32), new Position(-1, 2), Octets.random(32)),
                new Frame.Accepted(Octets.random(32)),
                new Frame.Whole(new Position(5, 6), 1_000_000),
                new Frame.Hashes(SOME),
                new Frame.End(SOME.checksum()),
                new Frame.Change(8, ListChange.between(SOME, HashList.ofSorted(new long[] {0, 1, 2}))),
                new Frame.Covers(Map.of("example.com", Coverage.GUARDED, "b.example", Coverage.NOT_LISTED)),
                new Frame.Covers(Map.of()),
                new Frame.Alive(Duration.ofMillis(1234)),
                new Frame.Suspect(NetUtil.createInetAddressFromIpAddressString("192.0.2.7"), Duration.ofMinutes(10)),
                new Frame.Suspect(
                        NetUtil.createInetAddressFromIpAddressString("2001:db8:0:7::"), Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void frameShouldBeReadAsItWasWritten(Frame frame) {
        assertThat(read(trusting(), octets(frame))).isEqualTo(frame);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void frameShouldBeReadFromOneOctetAtATime(Frame frame) {
        EmbeddedChannel channel = new EmbeddedChannel(trusting());
        ByteBuf octets = octets(frame);
        while (octets.isReadable()) {
            assertThat(channel.<Object>readInbound()).isNull();
            channel.writeInbound(octets.readBytes(1));
        }

        assertThat(channel.<Object>readInbound()).isEqualTo(frame);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, FrameCodec.UNPROVEN + 1, Integer.MAX_VALUE})
    void lengthBeyondWhatAnUnprovenSideMaySayShouldBeRefusedAtOnce(int length) {
        assertThatThrownBy(() -> read(new FrameCodec(), Unpooled.buffer().writeInt(length)))
                .isInstanceOf(DecoderException.class)
                .hasRootCauseInstanceOf(FrameCodec.BadFrameException.class);
    }

    @Test
    void everythingThatAnUnprovenSideHasToSayShouldFit() {
        assertThat(frames().limit(3)).allSatisfy(frame -> assertThat(read(new FrameCodec(), octets(frame)))
                .isEqualTo(frame));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void garbageShouldBeRefusedOrRead(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[1 + random.nextInt(60)];
            random.nextBytes(garbage);
            garbage[0] = (byte) random.nextInt(12);
            ByteBuf frame = Unpooled.buffer().writeInt(garbage.length).writeBytes(garbage);
            try {
                assertThat(read(trusting(), frame)).isInstanceOf(Frame.class);
            } catch (DecoderException e) {
                assertThat(e).hasRootCauseInstanceOf(FrameCodec.BadFrameException.class);
            }
        }
    }

    @Test
    void oneAddressThatComesOrGoesShouldTakeFewOctets() {
        Frame.Change change = new Frame.Change(8, ListChange.between(HashList.EMPTY, SOME.range(0, 1)));

        assertThat(octets(change).readableBytes()).isEqualTo(45);
    }

    private static FrameCodec trusting() {
        FrameCodec codec = new FrameCodec();
        codec.trust();
        return codec;
    }

    private static ByteBuf octets(Frame frame) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameCodec());
        channel.writeOutbound(frame);
        return channel.readOutbound();
    }

    private static Object read(FrameCodec codec, ByteBuf octets) {
        EmbeddedChannel channel = new EmbeddedChannel(codec);
        channel.writeInbound(octets);
        return channel.readInbound();
    }
}
