// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * An SMTP client down to the bytes: tests decide what goes out in one write, from which address. One thread.
 *
 * <p>A server that says nothing for half a minute, or closes, is an {@link UncheckedIOException}.
 */
public final class SmtpSession implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private SmtpSession(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Connects from 127.0.0.1 and reads the greeting. */
    public static SmtpSession connect(InetSocketAddress server) {
        return connect(server, "127.0.0.1");
    }

    /** Connects from a loopback address of choice and reads the greeting. */
    public static SmtpSession connect(InetSocketAddress server, String from) {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(server, PATIENCE_MILLIS);
            SmtpSession session = new SmtpSession(socket);
            SmtpReply greeting = session.read();
            if (greeting.code() != 220) {
                throw new IOException("No greeting but " + greeting);
            }
            return session;
        } catch (IOException e) {
            closeQuietly(socket);
            throw new UncheckedIOException(server + " from " + from, e);
        }
    }

    /** Sends one command and reads its answer. */
    public SmtpReply send(String command) {
        write(command + "\r\n");
        return read();
    }

    public SmtpReply ehlo() {
        return send("EHLO client.example.net");
    }

    public SmtpReply mail(String sender) {
        return send("MAIL FROM:<" + sender + ">");
    }

    public SmtpReply rcpt(String recipient) {
        return send("RCPT TO:<" + recipient + ">");
    }

    /** DATA and a whole message (dots are stuffed here); the answer to its end, or to DATA when that is refused. */
    public SmtpReply data(String message) {
        SmtpReply go = send("DATA");
        if (go.code() != 354) {
            return go;
        }
        String stuffed = message.replace("\r\n", "\n").replace("\n", "\r\n").replace("\r\n.", "\r\n..");
        write(stuffed + "\r\n.\r\n");
        return read();
    }

    /** DATA and these octets as they are, but for the dots that SMTP adds and for a last line end that is missing. */
    public SmtpReply data(byte[] message) {
        return data(new ByteArrayInputStream(message));
    }

    /** The same for a message that is too large to be held. */
    public SmtpReply data(InputStream message) {
        SmtpReply go = send("DATA");
        if (go.code() != 354) {
            return go;
        }
        try {
            stuff(message, new BufferedOutputStream(out, 1 << 16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read();
    }

    private static void stuff(InputStream message, OutputStream wire) throws IOException {
        int beforeLast = '\r';
        int last = '\n';
        byte[] chunk = new byte[1 << 16];
        for (int length = message.read(chunk); length >= 0; length = message.read(chunk)) {
            for (int i = 0; i < length; i++) {
                if (chunk[i] == '.' && last == '\n' && beforeLast == '\r') {
                    wire.write('.');
                }
                wire.write(chunk[i]);
                beforeLast = last;
                last = chunk[i];
            }
        }
        if (last != '\n' || beforeLast != '\r') {
            wire.write('\r');
            wire.write('\n');
        }
        wire.write(".\r\n".getBytes(StandardCharsets.US_ASCII));
        wire.flush();
    }

    /** Goes over to TLS, whatever the certificate. */
    public SmtpSession startTls() {
        SmtpReply go = send("STARTTLS");
        if (go.code() != 220) {
            throw new IllegalStateException("STARTTLS: " + go);
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            SSLSocket secure =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            secure.startHandshake();
            socket = secure;
            in = new BufferedInputStream(secure.getInputStream());
            out = secure.getOutputStream();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** AUTH PLAIN. */
    public SmtpReply login(String user, String password) {
        String secret = '\0' + user + '\0' + password;
        return send("AUTH PLAIN " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes bytes as they are, in one write. */
    public void write(String bytes) {
        try {
            out.write(bytes.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same for octets that are no text. */
    public void write(byte[] octets) {
        try {
            out.write(octets);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one answer. */
    public SmtpReply read() {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = readLine();
            lines.add(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                return new SmtpReply(Integer.parseInt(line.substring(0, 3)), lines);
            }
        }
    }

    /** Whether an answer, or its beginning, has come already. */
    public boolean hasAnswer() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    private String readLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("Closed by the server after '" + line.toString(StandardCharsets.UTF_8) + "'");
                }
                if (next != '\r') {
                    line.write(next);
                }
            }
            return line.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The servers here make their own certificates. */
    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
