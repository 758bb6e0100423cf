// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The loopback address of a server (its own, so that peers can tell servers apart by it) and its ports.
 *
 * @param host an address in 127.0.0.0/8, as text
 */
public record Endpoints(String host, int smtp, int smtps, int submission, int imap, int webAdmin, int jmx, int minger) {
    private static final Set<String> HANDED_OUT = ConcurrentHashMap.newKeySet();
    private static final Random RANDOM = new Random();

    /** Ports free now on {@code host}, and never handed out twice by this process. */
    public static Endpoints on(String host) {
        return on(host, freePort(host));
    }

    /** The same where mail comes in at that port. */
    static Endpoints on(String host, int smtp) {
        return new Endpoints(
                host,
                smtp,
                freePort(host),
                freePort(host),
                freePort(host),
                freePort(host),
                freePort(host),
                freePort(host));
    }

    /** Where mail comes in. */
    public InetSocketAddress smtpAddress() {
        return new InetSocketAddress(host, smtp);
    }

    /** Where users hand in mail. */
    public InetSocketAddress submissionAddress() {
        return new InetSocketAddress(host, submission);
    }

    /** Where peers ask (UDP). */
    public InetSocketAddress mingerAddress() {
        return new InetSocketAddress(host, minger);
    }

    /** A port on which nobody listens now, by TCP or UDP. */
    public static int freePort(String host) {
        while (true) {
            // Below the ephemeral range, so that no outgoing connection takes the port before its server does.
            int port = 10_000 + RANDOM.nextInt(20_000);
            if (isFree(host, port) && HANDED_OUT.add(host + ':' + port)) {
                return port;
            }
        }
    }

    private static boolean isFree(String host, int port) {
        try (ServerSocket tcp = new ServerSocket();
                DatagramSocket udp = new DatagramSocket(null)) {
            InetAddress address = InetAddress.getByName(host);
            tcp.bind(new InetSocketAddress(address, port));
            udp.bind(new InetSocketAddress(address, port));
            return true;
        } catch (java.net.BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("No socket on " + host + ": is it a loopback address here?", e);
        }
    }
}
