// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.StreamResponse;
import org.jspecify.annotations.Nullable;

/**
 * An answer that tells when it passes through the channel. Its lines travel as a stream, because a stream is what Netty
 * reads to its end, or closes, on the channel's event loop, after everything written before it and just before its last
 * octets go to the socket: at that moment nothing written later can overtake it, and the client cannot have seen it yet.
 * (A write from another thread is a task on the event loop; one from the event loop itself would be done at once.)
 *
 * <p>The callback runs exactly once, on the event loop, inside Netty's writing: it must neither block nor write. On a
 * channel that is torn down with its handlers it may never run.
 */
final class PassingAnswer implements StreamResponse {
    private final String returnCode;
    private final InputStream stream;

    /** @param answer what the client shall see; null: nothing, only the callback */
    PassingAnswer(@Nullable Response answer, Runnable whenPassing) {
        this.returnCode = answer == null ? "" : answer.getRetCode();
        this.stream = new Octets(answer == null ? List.of() : answer.getLines(), whenPassing);
    }

    @Override
    public InputStream getStream() {
        return stream;
    }

    @Override
    public String getRetCode() {
        return returnCode;
    }

    /** Empty: the lines are in the stream. */
    @Override
    public List<CharSequence> getLines() {
        return List.of();
    }

    @Override
    public boolean isEndSession() {
        return false;
    }

    private static final class Octets extends FilterInputStream {
        private final Runnable whenPassing;
        private final AtomicBoolean passed = new AtomicBoolean();

        Octets(List<CharSequence> lines, Runnable whenPassing) {
            super(new ByteArrayInputStream(encode(lines)));
            this.whenPassing = whenPassing;
        }

        private static byte[] encode(List<CharSequence> lines) {
            StringBuilder text = new StringBuilder();
            lines.forEach(line -> text.append(line).append("\r\n"));
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public int read() throws IOException {
            return passAtEnd(super.read());
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            return passAtEnd(super.read(octets, offset, length));
        }

        @Override
        public void close() {
            pass();
        }

        private int passAtEnd(int result) {
            if (result < 0) {
                pass();
            }
            return result;
        }

        private void pass() {
            if (passed.compareAndSet(false, true)) {
                whenPassing.run();
            }
        }
    }
}
