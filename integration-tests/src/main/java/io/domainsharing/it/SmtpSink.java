// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An SMTP server that keeps what it gets and answers as it is told. Any thread. */
public final class SmtpSink implements AutoCloseable {
    /** What a script is asked once a message is there; it is no command. */
    public static final String END_OF_MESSAGE = SinkSession.END_OF_MESSAGE;

    private final TcpListener listener;
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private volatile Function<String, Optional<String>> script = command -> Optional.empty();

    /** A message that it took, with its envelope. */
    public record Mail(String sender, List<String> recipients, String content) {
        public Mail {
            recipients = List.copyOf(recipients);
        }
    }

    private SmtpSink(InetSocketAddress address) {
        this.listener = TcpListener.on(address, "smtp-sink", this::serve);
    }

    /** Listens on a free port of a loopback address. */
    public static SmtpSink on(String host) {
        return on(host, Endpoints.freePort(host));
    }

    /** Listens on that port of a loopback address: what DNS names has an address, and no port. */
    public static SmtpSink on(String host, int port) {
        return new SmtpSink(new InetSocketAddress(host, port));
    }

    /**
     * From now on, a command for which the script has a line is answered with it; a refused command has no effect. The end of a
     * message is a command too: a dot.
     */
    public SmtpSink answering(Function<String, Optional<String>> newScript) {
        script = newScript;
        return this;
    }

    /** As host:port. */
    public String address() {
        return listener.address();
    }

    public InetSocketAddress socketAddress() {
        return listener.socketAddress();
    }

    /** What came in so far, in order. */
    public List<Mail> mails() {
        return List.copyOf(mails);
    }

    /** What came in of one subject. */
    public List<Mail> mails(String subject) {
        return mails.stream()
                .filter(mail -> mail.content().contains("\nSubject: " + subject + "\n"))
                .toList();
    }

    @Override
    public void close() {
        listener.close();
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            new SinkSession("sink", new Lines(in), socket.getOutputStream())
                    .serve("250 sink", command -> script.apply(command));
        } catch (IOException e) {
            // The client went away: what it had handed in is kept.
            return;
        }
    }

    private final class Lines implements SinkSession.Incoming {
        private final BufferedReader in;

        Lines(BufferedReader in) {
            this.in = in;
        }

        @Override
        public Optional<String> command() throws IOException {
            return Optional.ofNullable(in.readLine());
        }

        @Override
        public Runnable message(String sender, List<String> recipients) throws IOException {
            StringBuilder content = new StringBuilder();
            for (@Nullable String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                content.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
            }
            return () -> mails.add(new Mail(sender, recipients, content.toString()));
        }
    }
}
