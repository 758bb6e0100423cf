// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent, header section and body. Read from its beginning as often as it is needed, never held whole. For one
 * thread at a time.
 */
public final class Content {
    static final int CHUNK = 32 * 1024;

    private final Source source;
    private final Supplier<Content> sevenBit;
    private @Nullable Facts facts;

    /** Where the octets are. */
    @FunctionalInterface
    public interface Source {
        /** A stream of its own, from the first octet on; the caller closes it. */
        InputStream open() throws IOException;
    }

    /**
     * What a transaction must know beforehand.
     *
     * @param octets as RFC 1870 section 5 counts them: with CRLF, without doubled dots
     * @param eightBit octets beyond ASCII are in it
     * @param eightBitBody they are behind the header section
     */
    record Facts(long octets, boolean eightBit, boolean eightBitBody) {}

    /** @param sevenBit the same message in 7 bit, for a server that takes no other */
    public Content(Source source, Supplier<Content> sevenBit) {
        this.source = source;
        this.sevenBit = sevenBit;
    }

    /** A message that is never converted. */
    public static Content of(Source source) {
        return new Content(source, () -> of(source));
    }

    InputStream open() throws IOException {
        return source.open();
    }

    Content inSevenBit() {
        return sevenBit.get();
    }

    /** Reads the message once, the first time. */
    Facts facts() throws IOException {
        if (facts == null) {
            facts = read();
        }
        return facts;
    }

    private Facts read() throws IOException {
        MessageEncoder encoder = new MessageEncoder(false);
        ByteBuf scratch = Unpooled.buffer(2 * CHUNK);
        byte[] chunk = new byte[CHUNK];
        long octets = 0;
        try (InputStream in = source.open()) {
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                encoder.encode(chunk, length, scratch);
                octets += scratch.readableBytes();
                scratch.clear();
            }
        }
        encoder.finish(scratch);
        return new Facts(octets + scratch.readableBytes(), encoder.isEightBit(), encoder.isEightBitBody());
    }
}
