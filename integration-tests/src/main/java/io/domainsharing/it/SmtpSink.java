// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An SMTP server that keeps what it gets and answers as it is told. Any thread. */
public final class SmtpSink implements AutoCloseable {
    /** What a script is asked once a message is there; it is no command. */
    public static final String END_OF_MESSAGE = ".";

    private final ServerSocket listener;
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private volatile Function<String, Optional<String>> script = command -> Optional.empty();

    /** A message that it took, with its envelope. */
    public record Mail(String sender, List<String> recipients, String content) {
        public Mail {
            recipients = List.copyOf(recipients);
        }
    }

    private SmtpSink(ServerSocket listener) {
        this.listener = listener;
    }

    /** Listens on a free port of a loopback address. */
    public static SmtpSink on(String host) {
        return on(host, Endpoints.freePort(host));
    }

    /** Listens on that port of a loopback address: what DNS names has an address, and no port. */
    public static SmtpSink on(String host, int port) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(host, port));
            SmtpSink sink = new SmtpSink(listener);
            daemon(sink::accept);
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return listener.getInetAddress().getHostAddress() + ':' + listener.getLocalPort();
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** What came in so far, in order. */
    public List<Mail> mails() {
        return List.copyOf(mails);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = socket.getOutputStream();
            say(out, "220 sink");
            String sender = "";
            List<String> recipients = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Optional<String> scripted = script.apply(line);
                String verb = line.toUpperCase(Locale.ROOT);
                if (scripted.isPresent()) {
                    say(out, scripted.get());
                } else if (verb.startsWith("MAIL FROM:")) {
                    sender = path(line);
                    recipients.clear();
                    say(out, "250 2.1.0 sender");
                } else if (verb.startsWith("RCPT TO:")) {
                    recipients.add(path(line));
                    say(out, "250 2.1.5 recipient");
                } else if (verb.equals("DATA")) {
                    say(out, "354 go on");
                    Mail mail = new Mail(sender, recipients, content(in));
                    Optional<String> end = script.apply(END_OF_MESSAGE);
                    if (end.isEmpty()) {
                        mails.add(mail);
                    }
                    say(out, end.orElse("250 2.6.0 taken"));
                } else if (verb.equals("QUIT")) {
                    say(out, "221 bye");
                    return;
                } else {
                    say(out, "250 sink");
                }
            }
        } catch (IOException e) {
            // The client went away: what it had handed in is kept.
            return;
        }
    }

    private static String content(BufferedReader in) throws IOException {
        StringBuilder content = new StringBuilder();
        for (@Nullable String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            content.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
        }
        return content.toString();
    }

    private static String path(String line) {
        return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "smtp-sink");
        thread.setDaemon(true);
        thread.start();
    }
}
