// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * From a new connection to a session that can be asked: greeting, EHLO or HELO, STARTTLS and EHLO again (RFC 5321 section 3.1
 * and 3.2, RFC 3207). How it fails the connection's owner hears. Belongs to the connection's event loop.
 */
final class Opening {
    private final SmtpClientConfiguration configuration;
    private final Tls tls;
    private final Connection connection;
    private final SmtpServer server;
    private final Runnable ready;
    private boolean secured;

    Opening(SmtpClientConfiguration configuration, Tls tls, Connection connection, SmtpServer server, Runnable ready) {
        this.configuration = configuration;
        this.tls = tls;
        this.connection = connection;
        this.server = server;
        this.ready = ready;
    }

    void start() {
        connection.connect(configuration.bind(), greeting -> {
            if (greeting.isPositive()) {
                sayHello();
            } else {
                connection.refuse(server + " refused the connection: " + greeting);
            }
        });
    }

    private void sayHello() {
        send("EHLO " + configuration.heloName(), reply -> {
            if (reply.isPositive()) {
                extended(keywords(reply));
            } else if (reply.code() >= 500) {
                sayOldHello();
            } else {
                connection.refuse(server + " refused EHLO: " + reply);
            }
        });
    }

    private void sayOldHello() {
        send("HELO " + configuration.heloName(), reply -> {
            if (reply.isPositive()) {
                extended(Set.of());
            } else {
                connection.refuse(server + " refused HELO: " + reply);
            }
        });
    }

    // Of what was announced before TLS nothing counts: after it EHLO is said again.
    private void extended(Set<String> keywords) {
        if (secured || configuration.startTls() == StartTls.NEVER) {
            finish(keywords);
        } else if (keywords.contains("STARTTLS")) {
            send("STARTTLS", reply -> {
                if (reply.code() == 220) {
                    connection.startTls(tls.context(), () -> {
                        secured = true;
                        sayHello();
                    });
                } else {
                    withoutTls(keywords, " refused STARTTLS: " + reply);
                }
            });
        } else {
            withoutTls(keywords, " does not offer STARTTLS");
        }
    }

    private void withoutTls(Set<String> keywords, String why) {
        if (configuration.startTls() == StartTls.REQUIRED) {
            connection.refuse(server + why + ", which is required");
        } else {
            finish(keywords);
        }
    }

    private void finish(Set<String> keywords) {
        connection.setKeywords(keywords);
        connection.setStep(configuration.step());
        ready.run();
    }

    private void send(String command, Consumer<SmtpReply> then) {
        connection.send(command, then);
        connection.flush();
    }

    /** The first line is a greeting, each further one a keyword with parameters. */
    private static Set<String> keywords(SmtpReply reply) {
        return reply.lines().stream()
                .skip(1)
                .map(line -> line.split(" ", 2)[0].toUpperCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }
}
