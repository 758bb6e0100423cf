// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * From a new connection to a session that can be asked: greeting, EHLO or HELO, STARTTLS and EHLO again (RFC 5321 section 3.1
 * and 3.2, RFC 3207). How it fails the connection's owner hears. Belongs to the connection's event loop.
 */
final class Opening {
    private final OpeningPolicy policy;
    private final Connection connection;
    private final SmtpServer server;
    private final Duration step;
    private final Runnable ready;
    private volatile Stage stage = Stage.GREETING;
    private volatile boolean secured;

    /** @param step the longest that each step takes, once there is a connection */
    Opening(OpeningPolicy policy, Connection connection, SmtpServer server, Duration step, Runnable ready) {
        this.policy = policy;
        this.connection = connection;
        this.server = server;
        this.step = step;
        this.ready = ready;
    }

    void start() {
        if (policy.implicitTls() != null) {
            stage = Stage.TLS;
        }
        connection.connect(policy.bind(), policy.implicitTls(), step, greeting -> {
            stage = Stage.GREETING;
            if (greeting.isPositive()) {
                sayHello();
            } else {
                connection.refuse(server + " refused the connection: " + greeting, greeting);
            }
        });
    }

    /** What was under way when the connection ended. Any thread. */
    Stage stage() {
        return connection.isConnected() ? stage : Stage.CONNECT;
    }

    private void sayHello() {
        stage = Stage.EHLO;
        send("EHLO " + policy.heloName(), reply -> {
            if (reply.isPositive()) {
                extended(Extensions.of(reply));
            } else if (reply.code() >= 500) {
                sayOldHello();
            } else {
                connection.refuse(server + " refused EHLO: " + reply, reply);
            }
        });
    }

    private void sayOldHello() {
        send("HELO " + policy.heloName(), reply -> {
            if (reply.isPositive()) {
                extended(Extensions.NONE);
            } else {
                connection.refuse(server + " refused HELO: " + reply, reply);
            }
        });
    }

    // Of what was announced before TLS nothing counts: after it EHLO is said again.
    private void extended(Extensions extensions) {
        if (secured || policy.implicitTls() != null || policy.startTls() == StartTls.NEVER) {
            finish(extensions);
        } else if (extensions.has("STARTTLS")) {
            startTls(extensions);
        } else if (policy.startTls() == StartTls.REQUIRED) {
            stage = Stage.TLS;
            connection.refuse(server + " does not offer STARTTLS, which is required", null);
        } else {
            finish(extensions);
        }
    }

    private void startTls(Extensions inClear) {
        stage = Stage.TLS;
        send("STARTTLS", reply -> {
            if (reply.code() == 220) {
                connection.startTls(policy.tls(), () -> {
                    secured = true;
                    sayHello();
                });
            } else if (policy.startTls() == StartTls.REQUIRED) {
                connection.refuse(server + " refused STARTTLS: " + reply + ", which is required", reply);
            } else if (policy.inClearWhenRefused()) {
                finish(inClear);
            } else {
                connection.refuse(server + " refused STARTTLS: " + reply, reply);
            }
        });
    }

    private void finish(Extensions extensions) {
        connection.setExtensions(extensions);
        policy.heard().announced(server, extensions);
        ready.run();
    }

    /** Any thread. */
    boolean isSecured() {
        return secured || policy.implicitTls() != null;
    }

    private void send(String command, Consumer<SmtpReply> then) {
        connection.send(command, then);
        connection.flush();
    }
}
