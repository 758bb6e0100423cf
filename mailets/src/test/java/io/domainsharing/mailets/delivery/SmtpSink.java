// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.net.HostAndPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An SMTP server on loopback that answers as the test says and remembers what it took. Thread-safe. */
public final class SmtpSink implements AutoCloseable {
    private final Map<String, String> replies = new ConcurrentHashMap<>();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger inData = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket server;
    private volatile @Nullable Runnable beforeEnd;
    private volatile boolean smtpUtf8;

    /** One message taken, as it was sent. */
    public record Taken(String sender, List<String> recipients, String data) {}

    public SmtpSink(int port) throws IOException {
        this(port, InetAddress.getLoopbackAddress());
    }

    public SmtpSink(int port, InetAddress address) throws IOException {
        server = new ServerSocket(port, 50, address);
        threads.execute(this::accept);
    }

    public HostAndPort address() {
        return HostAndPort.fromParts(server.getInetAddress().getHostAddress(), server.getLocalPort());
    }

    /** From the next EHLO on (RFC 6531). */
    public void offerSmtpUtf8() {
        smtpUtf8 = true;
    }

    /** What a recipient's RCPT, or the word DATA or MAIL, is answered; 250 and 354 otherwise. Empty: DATA ends the connection. */
    public SmtpSink answer(String what, String reply) {
        replies.put(what, reply);
        return this;
    }

    public void answerAsEver(String what) {
        replies.remove(what);
    }

    /** Runs before the final 250 of each message. */
    public void beforeEnd(Runnable action) {
        beforeEnd = action;
    }

    public List<Taken> taken() {
        return List.copyOf(taken);
    }

    /** Of messages, not of connections: a client opens the next before this end has seen the last one closed. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            say(socket, "220 sink");
            talk(socket, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void talk(Socket socket, BufferedReader in) throws IOException {
        String sender = "";
        List<String> recipients = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.substring(0, Math.min(4, line.length()));
            switch (verb) {
                case "EHLO" -> say(
                        socket, "250-sink\r\n250-DSN\r\n" + (smtpUtf8 ? "250-SMTPUTF8\r\n" : "") + "250 8BITMIME");
                case "MAIL" -> {
                    sender = between(line);
                    recipients.clear();
                    say(socket, replies.getOrDefault("MAIL", "250 2.1.0 ok"));
                }
                case "RCPT" -> {
                    String reply = replies.getOrDefault(between(line), "250 2.1.5 ok");
                    if (reply.startsWith("2")) {
                        recipients.add(between(line));
                    }
                    say(socket, reply);
                }
                case "DATA" -> {
                    if ("".equals(replies.get("DATA"))) {
                        return;
                    }
                    data(socket, in, sender, recipients);
                }
                case "QUIT" -> {
                    say(socket, "221 bye");
                    return;
                }
                default -> say(socket, "250 ok");
            }
        }
    }

    private void data(Socket socket, BufferedReader in, String sender, List<String> recipients) throws IOException {
        String refusal = replies.get("DATA");
        if (refusal != null) {
            say(socket, refusal);
            return;
        }
        say(socket, "354 go");
        mostAtOnce.accumulateAndGet(inData.incrementAndGet(), Math::max);
        StringBuilder data = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            data.append(line).append('\n');
        }
        Runnable action = beforeEnd;
        if (action != null) {
            action.run();
        }
        inData.decrementAndGet();
        taken.add(new Taken(sender, List.copyOf(recipients), data.toString()));
        say(socket, "250 2.0.0 taken");
    }

    private static String between(String line) {
        return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }
}
