// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server on loopback for tests: polite unless told otherwise, and it writes down every line it hears. It takes a message
 * only where the test has it answer DATA with 354.
 */
public final class ScriptedSmtpServer implements AutoCloseable {
    /** In place of a reply: nothing is said any more, whatever comes. */
    public static final String SILENCE = "(silence)";
    /** In place of a reply: the connection is closed without a word. */
    public static final String CLOSE = "(close)";

    private final ServerSocket listening;
    private final Thread acceptor;
    private final Map<String, Function<String, String>> replies = new ConcurrentHashMap<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private volatile @Nullable SSLContext tls;

    public ScriptedSmtpServer() {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public ScriptedSmtpServer(InetSocketAddress address) {
        try {
            listening = new ServerSocket();
            listening.bind(address, 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        on("(connection)", line -> "220 test ESMTP").on("EHLO", line -> "250-test\r\n250-PIPELINING\r\n250 HELP");
        for (String command : List.of("HELO", "MAIL", "RCPT", "RSET", "VRFY")) {
            on(command, line -> "250 2.0.0 ok");
        }
        on("QUIT", line -> "221 bye");
        acceptor = start(this::accept);
    }

    /**
     * What a command is answered, given its line; CRLF is added. "(connection)" is answered by the greeting. A reply may end in
     * {@link #CLOSE} or {@link #SILENCE}.
     */
    public ScriptedSmtpServer on(String command, Function<String, String> reply) {
        replies.put(command, reply);
        return this;
    }

    /** STARTTLS leads into TLS with this. */
    public ScriptedSmtpServer secured(SSLContext context) {
        tls = context;
        return on("EHLO", line -> "250-test\r\n250-STARTTLS\r\n250 PIPELINING").on("STARTTLS", line -> "220 go ahead");
    }

    public int port() {
        return listening.getLocalPort();
    }

    public String host() {
        return listening.getInetAddress().getHostAddress();
    }

    /** Every line that came in, of all sessions, in order. */
    public List<String> heard() {
        return heard;
    }

    public long heard(String command) {
        return heard.stream().filter(line -> verb(line).equals(command)).count();
    }

    /** Takes messages: DATA is answered by 354, and each message by what "(message)" is scripted to say. */
    public ScriptedSmtpServer takingMessages() {
        return on("DATA", line -> "354 go ahead").on("(message)", message -> "250 2.0.0 taken");
    }

    /** Messages as they came, octet for octet in ISO 8859-1, without the final dot. */
    public List<String> messages() {
        return messages;
    }

    /** Connections so far. */
    public int connections() {
        return sessions.size();
    }

    public List<Session> sessions() {
        return sessions;
    }

    /** Connections that are open still. */
    public long open() {
        return sessions.stream().filter(session -> !session.over).count();
    }

    @Override
    public void close() {
        try {
            listening.close();
            // Until it has left accept(), the kernel still takes connections.
            acceptor.join();
            for (Session session : sessions) {
                session.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Session session = new Session(listening.accept());
            sessions.add(session);
            Thread unused = start(session::serve);
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static Thread start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // The other side, or the test, has closed it.
                    }
                },
                "scripted-smtp");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static String verb(String line) {
        return line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    }

    /** One connection. */
    public final class Session {
        private Socket socket;
        private InputStream in;
        private OutputStream out;
        private volatile boolean secured;
        private volatile boolean over;

        private Session(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        public boolean isSecured() {
            return secured;
        }

        public InetAddress remote() {
            return socket.getInetAddress();
        }

        /** Says something without being asked; CRLF is not added. */
        public void say(String text) {
            try {
                out.write(text.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public void close() throws IOException {
            over = true;
            socket.close();
        }

        private void serve() throws IOException {
            try {
                boolean more = reply("(connection)", "(connection)");
                while (more) {
                    String line = readLine();
                    if (line == null) {
                        return;
                    }
                    heard.add(line);
                    more = reply(verb(line), line);
                }
            } finally {
                close();
            }
        }

        private boolean reply(String command, String line) throws IOException {
            String reply = replies.getOrDefault(command, unknown -> "502 5.5.1 not implemented")
                    .apply(line);
            String text = reply.replace(CLOSE, "").replace(SILENCE, "");
            if (!text.isEmpty()) {
                out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
            if (reply.endsWith(SILENCE)) {
                hearTillTheEnd();
                return false;
            }
            SSLContext context = tls;
            if (command.equals("STARTTLS") && text.startsWith("220") && context != null) {
                secure(context);
            }
            if (command.equals("DATA") && text.startsWith("354")) {
                return !reply.endsWith(CLOSE) && takeMessage();
            }
            return !reply.endsWith(CLOSE) && !command.equals("QUIT");
        }

        /** Up to the final dot. */
        private boolean takeMessage() throws IOException {
            StringBuilder message = new StringBuilder("\r\n");
            for (int next = in.read(); next >= 0; next = in.read()) {
                message.append((char) next);
                int end = message.length() - 3;
                if (next == '\n' && end >= 2 && message.substring(end - 2).equals("\r\n.\r\n")) {
                    String taken = message.substring(2, Math.max(2, end));
                    messages.add(taken);
                    return reply("(message)", taken);
                }
            }
            return false;
        }

        private void hearTillTheEnd() throws IOException {
            for (String line = readLine(); line != null; line = readLine()) {
                heard.add(line);
            }
        }

        private void secure(SSLContext context) throws IOException {
            SSLSocket layer = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
            layer.setUseClientMode(false);
            layer.startHandshake();
            socket = layer;
            in = new BufferedInputStream(layer.getInputStream());
            out = layer.getOutputStream();
            secured = true;
        }

        private @Nullable String readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    return line.toString(StandardCharsets.ISO_8859_1).strip();
                }
                line.write(next);
            }
            return null;
        }
    }

    /** What servers answer EHLO with these keywords. */
    public static Function<String, String> ehlo(Set<String> keywords) {
        return line -> keywords.isEmpty()
                ? "250 test"
                : "250-test\r\n"
                        + String.join(
                                "\r\n",
                                keywords.stream().map(word -> "250-" + word).toList()) + "\r\n250 HELP";
    }
}
