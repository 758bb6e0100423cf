// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The harness itself, on a James without our extension. */
class StockJamesIT {
    private static final String MESSAGE = "From: ann@example.net\nTo: bob@example.com\nSubject: stock\n\nhello";

    private static JamesServer james;

    @BeforeAll
    static void start() {
        james = JamesServer.stock("stock", "127.0.1.9").start();
    }

    @AfterAll
    static void stop() {
        james.close();
    }

    @Test
    void messageShouldComeOutByImapWhenItWentInBySmtp() {
        assertThat(james.cli().run("AddDomain", "example.com").exitCode()).isZero();
        assertThat(james.cli().run("AddUser", "bob@example.com", "secret").exitCode())
                .isZero();

        try (SmtpSession session = SmtpSession.connect(james.endpoints().smtpAddress())) {
            assertThat(session.ehlo().code()).isEqualTo(250);
            assertThat(session.mail("ann@example.net").code()).isEqualTo(250);
            assertThat(session.rcpt("nobody@example.com").code()).isEqualTo(550);
            assertThat(session.rcpt("bob@example.com").code()).isEqualTo(250);
            assertThat(session.data(MESSAGE).code()).isEqualTo(250);
        }

        assertThat(james.inbox("bob@example.com", "secret").await("Subject: stock"))
                .contains("hello");
    }

    @Test
    void commandLineShouldEndWithOneWhenTheCommandFails() {
        Command.Result result = james.cli().run("AddUser", "bob@unknown.example", "secret");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("Domain does not exist");
    }
}
