// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A door in front of a server: while it is shut connections are refused, while it is open they pass, with the client's own
 * source address.
 *
 * <p>James's memory server loses its users with every stop. A server that comes back gets them again behind the shut door;
 * without it, mail that arrives in between would be refused for good. One thread opens and shuts.
 */
public final class TcpGate implements AutoCloseable {
    private static final String NAME = "tcp-gate";

    private final InetSocketAddress server;
    private final int port;
    private @Nullable TcpListener door;

    /** A shut gate beside {@code server}, on the same address. */
    public TcpGate(InetSocketAddress server) {
        this.server = server;
        this.port = Endpoints.freePort(server.getAddress().getHostAddress());
    }

    public int port() {
        return port;
    }

    /** Does nothing while it is open. */
    public void open() {
        if (door == null) {
            door = TcpListener.on(new InetSocketAddress(server.getAddress(), port), NAME, this::pass);
        }
    }

    /** Refuses new connections; those inside stay. */
    public void shut() {
        TcpListener opened = door;
        if (opened != null) {
            door = null;
            opened.close();
        }
    }

    @Override
    public void close() {
        shut();
    }

    private void pass(Socket client) {
        try {
            Socket onward = connect(client.getInetAddress());
            Daemon.start(NAME, () -> pump(onward, client));
            pump(client, onward);
        } catch (IOException e) {
            closeQuietly(client);
        }
    }

    private Socket connect(InetAddress source) throws IOException {
        Socket onward = new Socket();
        onward.bind(new InetSocketAddress(source, 0));
        onward.connect(server);
        return onward;
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of the two sides closed: both are closed now.
            return;
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
