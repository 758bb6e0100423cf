// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/** Takes TCP connections until it is closed, each on a daemon thread of its own. Any thread. */
final class TcpListener implements AutoCloseable {
    private final String name;
    private final ServerSocket socket;
    private final Consumer<Socket> taker;
    private final Thread keeper;

    private TcpListener(String name, ServerSocket socket, Consumer<Socket> taker) {
        this.name = name;
        this.socket = socket;
        this.taker = taker;
        this.keeper = new Thread(this::accept, name);
    }

    /** @param taker closes each connection that it is given */
    static TcpListener on(InetSocketAddress address, String name, Consumer<Socket> taker) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(address);
            TcpListener listener = new TcpListener(name, socket, taker);
            listener.keeper.setDaemon(true);
            listener.keeper.start();
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As host:port. */
    String address() {
        return socket.getInetAddress().getHostAddress() + ':' + socket.getLocalPort();
    }

    InetSocketAddress socketAddress() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Refuses new connections; those that there are stay. The port is free afterwards. */
    @Override
    public void close() {
        try {
            socket.close();
            keeper.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Daemon.start(name, () -> taker.accept(client));
            } catch (IOException e) {
                // Closed.
                return;
            }
        }
    }
}
