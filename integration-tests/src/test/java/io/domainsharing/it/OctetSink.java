// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * An SMTP server that keeps each message octet for octet, and notes whatever comes between messages that is no command. It knows
 * one line end, CR and LF, and lets a single CR or LF stand where it came. Any thread.
 */
final class OctetSink implements AutoCloseable {
    /** What an SMTP client of ours may say (RFC 5321 4.1.1), with nothing around it. */
    private static final Pattern COMMAND = Pattern.compile("(?:EHLO|HELO) [!-~]+"
            + "|MAIL FROM:<[ -~]*>(?: [!-~]+)*|RCPT TO:<[ -~]+>(?: [!-~]+)*"
            + "|VRFY [!-~][ -~]*|DATA|RSET|NOOP|QUIT");

    private static final int LONGEST_COMMAND = 4096;

    private final TcpListener listener;
    private final List<String> keywords;
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private volatile Function<String, Optional<String>> script = command -> Optional.empty();

    private OctetSink(InetSocketAddress address, List<String> keywords) {
        this.keywords = keywords;
        this.listener = TcpListener.on(address, "octet-sink", this::serve);
    }

    /** Listens on a free port of a loopback address and offers these extensions. */
    static OctetSink on(String host, String... keywords) {
        return new OctetSink(new InetSocketAddress(host, Endpoints.freePort(host)), List.of(keywords));
    }

    /** From now on, a command for which the script has a line is answered with it; a refused command has no effect. */
    OctetSink answering(Function<String, Optional<String>> newScript) {
        script = newScript;
        return this;
    }

    /** As host:port. */
    String address() {
        return listener.address();
    }

    /** What came in so far, in order. */
    List<Taken> taken() {
        return List.copyOf(taken);
    }

    /** What came in from one sender. */
    List<Taken> takenFrom(String sender) {
        return taken.stream().filter(mail -> mail.sender().equals(sender)).toList();
    }

    /** All commands so far, each octet as one character. */
    List<String> commands() {
        return List.copyOf(commands);
    }

    /** Lines that are no command, with what cannot be printed escaped. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public void close() {
        listener.close();
    }

    /** Read octet by octet by one thread, sixty megabytes cost nothing. */
    private static final class Buffered extends InputStream {
        private final InputStream in;
        private final byte[] buffer = new byte[1 << 16];
        private int next;
        private int end;

        Buffered(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            if (next == end) {
                end = Math.max(0, in.read(buffer));
                next = 0;
            }
            return next == end ? -1 : buffer[next++] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int first = most == 0 ? -1 : read();
            if (first < 0) {
                return most == 0 ? 0 : -1;
            }
            into[from] = (byte) first;
            int more = Math.min(most - 1, end - next);
            System.arraycopy(buffer, next, into, from + 1, more);
            next += more;
            return 1 + more;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new Buffered(socket.getInputStream())) {
            new SinkSession("sink.example.net", new Octets(in), socket.getOutputStream())
                    .serve(ehlo(), command -> script.apply(command));
        } catch (IOException e) {
            // The client went away: what it had handed in is kept.
            return;
        }
    }

    private String ehlo() {
        StringBuilder reply = new StringBuilder("250-sink.example.net\r\n");
        for (String keyword : keywords) {
            reply.append("250-").append(keyword).append("\r\n");
        }
        return reply.append("250 HELP").toString();
    }

    private final class Octets implements SinkSession.Incoming {
        private final InputStream in;

        Octets(InputStream in) {
            this.in = in;
        }

        @Override
        public Optional<String> command() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    return Optional.empty();
                }
                if (line.size() < LONGEST_COMMAND) {
                    line.write(next);
                }
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            String command = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            commands.add(command);
            if (!text.endsWith("\r") || !COMMAND.matcher(command).matches()) {
                violations.add(CorpusMessage.shown(text));
            }
            return Optional.of(command);
        }

        @Override
        public Runnable message(String sender, List<String> recipients) throws IOException {
            Taken message = Taken.read(in, sender, recipients);
            return () -> taken.add(message);
        }
    }
}
