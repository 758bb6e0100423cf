// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Takes one session that speaks TLS from its first octet on. */
final class TlsSink implements AutoCloseable {
    private final SSLServerSocket listening;
    private volatile String protocol = "";

    TlsSink(SSLContext context) throws IOException {
        listening = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "tls-sink");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    String protocol() {
        return protocol;
    }

    private void serve() {
        try (SSLSocket socket = (SSLSocket) listening.accept();
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            say(socket, "220 sink");
            protocol = socket.getSession().getProtocol();
            boolean inMessage = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (inMessage) {
                    inMessage = !line.equals(".");
                    if (!inMessage) {
                        say(socket, "250 taken");
                    }
                } else {
                    inMessage = line.toUpperCase(Locale.ROOT).equals("DATA");
                    say(socket, inMessage ? "354 go" : "250 ok");
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void say(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
