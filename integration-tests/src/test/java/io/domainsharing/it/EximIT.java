// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.EximServers.ALICE;
import static io.domainsharing.it.EximServers.ERIN;
import static io.domainsharing.it.EximServers.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A James and a real Exim that share a domain, each configured by the recipe. */
@ExtendWith(NoLeftovers.class)
@NeedsServer(DebianPackage.EXIM)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EximIT {
    private EximServers servers;

    @BeforeAll
    void start() {
        servers = new EximServers();
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "example.org"})
    @Tag("V1")
    @Tag("V4")
    void mailThatComesToJamesShouldEndInTheMailboxOnEximThatVrfyOrRcptFound(String domain) {
        try (SmtpSession session = ThreeServers.stranger(servers.nice)) {
            assertThat(session.rcpt("erin@" + domain).code()).isEqualTo(250);
            assertThat(session.rcpt("nobody@" + domain).toString()).startsWith("550 5.1.1");
            assertThat(session.data(ThreeServers.message("from-james-" + domain))
                            .code())
                    .isEqualTo(250);
        }
        servers.exim.mailbox("erin").await("Subject: from-james-" + domain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"emil@example.com", "emil@example.org"})
    @Tag("V4")
    void jamesShouldPutAnAddressOffWhileEximIsStoppedAndTakeItWhenItIsBack(String emil) {
        servers.exim.stop();
        try {
            try (SmtpSession session = ThreeServers.stranger(servers.nice)) {
                assertThat(session.rcpt(emil).toString()).startsWith("451 4.4.3");
                assertThat(session.rcpt(ALICE).code()).isEqualTo(250);
            }
        } finally {
            servers.exim.start();
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (SmtpSession session = ThreeServers.stranger(servers.nice)) {
                assertThat(session.rcpt(emil).code()).isEqualTo(250);
            }
        });
    }

    @Test
    @Tag("V4")
    void mailThatComesToEximShouldEndInTheMailboxOnJames() {
        try (SmtpSession session = servers.strangerAtExim()) {
            assertThat(session.rcpt(ALICE).code()).isEqualTo(250);
            assertThat(session.rcpt(ERIN).code()).isEqualTo(250);
            assertThat(session.data(ThreeServers.message("to-both")).code()).isEqualTo(250);
        }
        servers.alice().await("Subject: to-both");
        servers.exim.mailbox("erin").await("Subject: to-both");
    }

    @Test
    @Tag("V4")
    void eximShouldRefuseAnAddressThatJamesDoesNotHaveEither() {
        try (SmtpSession session = servers.strangerAtExim()) {
            assertThat(session.rcpt(NOBODY).code()).isEqualTo(550);
        }
    }

    @Test
    @Tag("V4")
    void eximShouldPutAnAddressOffWhileJamesIsSilentAndTakeItsOwn() {
        servers.niceGate.shut();
        try (SmtpSession session = servers.strangerAtExim()) {
            assertThat(session.rcpt("later@example.com").code()).isEqualTo(451);
            assertThat(session.rcpt("emil@example.com").code()).isEqualTo(250);
        } finally {
            servers.niceGate.open();
        }
        servers.nice.webAdmin().user("later@example.com", ThreeServers.PASSWORD);
        try (SmtpSession session = servers.strangerAtExim()) {
            assertThat(session.rcpt("later@example.com").code()).isEqualTo(250);
        }
    }

    @Test
    @Tag("V4")
    @Tag("L1")
    void eximShouldRefuseWhatComesFromJamesForAnotherMailboxThanItsOwn() {
        try (SmtpSession session = servers.jamesAtExim()) {
            assertThat(session.rcpt(ALICE).code()).isEqualTo(550);
            assertThat(session.send("VRFY " + ALICE).code()).isEqualTo(550);
            assertThat(session.rcpt(ERIN).code()).isEqualTo(250);
            assertThat(session.send("VRFY " + ERIN).code()).isEqualTo(250);
        }
        try (SmtpSession session = servers.strangerAtExim()) {
            assertThat(session.send("VRFY " + ERIN).code()).isEqualTo(252);
        }
    }

    @Test
    @Tag("V4")
    void aliasOnEximMayLeadToJamesForWhatJamesSends() {
        try (SmtpSession session = servers.jamesAtExim()) {
            assertThat(session.rcpt("sales@example.com").code()).isEqualTo(250);
            assertThat(session.data(ThreeServers.message("by-an-alias")).code()).isEqualTo(250);
        }
        servers.alice().await("Subject: by-an-alias");
    }

    @Test
    @Tag("V4")
    @Tag("L3")
    void neitherShouldRelayForTheOther() {
        try (SmtpSession atExim = servers.jamesAtExim();
                SmtpSession atNice = ThreeServers.fromAddress(EximServers.EXIM, servers.nice)) {
            assertThat(atExim.rcpt("victim@elsewhere.example").code()).isBetween(500, 599);
            assertThat(atNice.rcpt("victim@elsewhere.example").code()).isBetween(500, 599);
            assertThat(atNice.rcpt(ERIN).code()).as("asked for by Exim itself").isEqualTo(550);
        }
    }
}
