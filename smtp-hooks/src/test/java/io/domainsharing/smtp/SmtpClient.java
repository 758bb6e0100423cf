// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** A client that sends exactly the octets it is told to, when it is told to. Reading fails after ten seconds. */
final class SmtpClient implements AutoCloseable {
    private Socket socket;
    private BufferedReader reader;

    SmtpClient(InetSocketAddress address, String from) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort(), InetAddress.getByName(from), 0);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        reader = reader(socket);
        assertThat(reply()).startsWith("220");
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** EHLO, and MAIL from an outsider: the session is ready for RCPT. */
    SmtpClient greet() throws IOException {
        return greet("someone@elsewhere.example");
    }

    SmtpClient greet(String sender) throws IOException {
        assertThat(exchange("EHLO client.example")).startsWith("250");
        assertThat(exchange("MAIL FROM:<" + sender + ">")).startsWith("250");
        return this;
    }

    String exchange(String line) throws IOException {
        send(line);
        return reply();
    }

    /** All lines in one write, each character an octet. */
    void send(String... lines) throws IOException {
        socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Every line of the answer to one command. */
    List<String> lines(String line) throws IOException {
        send(line);
        List<String> lines = new ArrayList<>();
        do {
            lines.add(reader.readLine());
        } while (lines.get(lines.size() - 1).charAt(3) == '-');
        return lines;
    }

    /** The last line of the next reply. */
    String reply() throws IOException {
        String line = reader.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = reader.readLine();
        }
        return line == null ? "closed" : line;
    }

    List<String> replies(int count) throws IOException {
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(reply());
        }
        return replies;
    }

    /** The codes of every further reply until the server closes. */
    List<String> codesUntilClosed() throws IOException {
        List<String> codes = new ArrayList<>();
        try {
            for (String reply = reply(); !reply.equals("closed"); reply = reply()) {
                codes.add(reply.substring(0, 3));
            }
        } catch (SocketException e) {
            // A reset, because the server closed with octets of ours unread: closed all the same.
            codes.add("reset");
        }
        return codes;
    }

    boolean hasReply() throws IOException {
        return reader.ready();
    }

    void startTls() throws Exception {
        SSLSocket secured = (SSLSocket)
                LoopbackTls.context().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        secured.startHandshake();
        socket = secured;
        reader = reader(socket);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
