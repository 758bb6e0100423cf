// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
    private final InetSocketAddress server;
    private final int port;
    private @Nullable ServerSocket door;
    private @Nullable Thread keeper;

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
        if (door != null) {
            return;
        }
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(server.getAddress(), port));
            door = opened;
            keeper = daemon(() -> accept(opened));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses new connections; those inside stay. */
    public void shut() {
        ServerSocket opened = door;
        Thread waiting = keeper;
        if (opened != null && waiting != null) {
            closeQuietly(opened);
            door = null;
            // Until then the port is not free.
            join(waiting);
        }
    }

    @Override
    public void close() {
        shut();
    }

    private void accept(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                Socket client = opened.accept();
                Thread unused = daemon(() -> pass(client));
            } catch (IOException e) {
                // The door was shut.
                return;
            }
        }
    }

    private void pass(Socket client) {
        try {
            Socket onward = connect(client.getInetAddress());
            Thread unused = daemon(() -> pump(onward, client));
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

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "tcp-gate");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
