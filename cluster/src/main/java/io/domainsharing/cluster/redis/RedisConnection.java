// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.cluster.redis;

import io.domainsharing.ownership.configuration.RedisUri;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to one Redis, logged in, in its database. Used by one thread at a time; blocks, at most for the patience. */
final class RedisConnection implements Closeable {
    private static final Logger LOGGER = LoggerFactory.getLogger(RedisConnection.class);

    private final Socket socket;
    private final RespCodec codec;

    private RedisConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.codec = new RespCodec(
                new BufferedInputStream(socket.getInputStream()), new BufferedOutputStream(socket.getOutputStream()));
    }

    /**
     * Connects. By {@code rediss} the certificate must be one that this JVM trusts, and name the host.
     *
     * @param patience for each reply, and to connect
     */
    static RedisConnection open(RedisUri uri, Duration patience) throws IOException {
        int millis = Math.toIntExact(patience.toMillis());
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis);
            socket.connect(
                    new InetSocketAddress(uri.host().getHost(), uri.host().getPort()), millis);
            RedisConnection connection = new RedisConnection(uri.tls() ? secured(socket, uri) : socket);
            connection.logIn(uri);
            return connection;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secured(Socket socket, RedisUri uri) throws IOException {
        SSLSocket tls = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
                .createSocket(socket, uri.host().getHost(), uri.host().getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private void logIn(RedisUri uri) throws IOException {
        String password = uri.password();
        if (password != null) {
            List<String> words = new ArrayList<>(List.of("AUTH"));
            if (!uri.user().isEmpty()) {
                words.add(uri.user());
            }
            words.add(password);
            Object unused = call(words);
        }
        if (uri.database() != 0) {
            Object unused = call(List.of("SELECT", Integer.toString(uri.database())));
        }
    }

    /**
     * What comes of a command.
     *
     * @throws RedisErrorException Redis refuses it; the connection can go on
     */
    @Nullable
    Object call(List<String> words) throws IOException {
        codec.send(words);
        return codec.receive();
    }

    /** Waits for what Redis says of its own accord. */
    @Nullable
    Object receive() throws IOException {
        return codec.receive();
    }

    /** Whether it is the one that is written to: no replica. */
    boolean isMaster() throws IOException {
        return call(List.of("ROLE")) instanceof List<?> role && !role.isEmpty() && "master".equals(role.get(0));
    }

    /** Idempotent; any thread: whoever waits for a reply gets none. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOGGER.debug("A connection to Redis did not close", e);
        }
    }
}
