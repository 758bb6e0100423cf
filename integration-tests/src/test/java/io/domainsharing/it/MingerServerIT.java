// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a server says on UDP, asked with datagrams made here by hand. */
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class MingerServerIT {
    private static final String PEER = "127.0.1.2";
    private static final String FOREIGNER = "127.0.1.77";
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int SILENCE_MILLIS = 700;

    private final ThreeServers servers;

    MingerServerIT(ThreeServers servers) {
        this.servers = servers;
    }

    @Test
    @Tag("M1")
    void accountShouldBeActive() throws Exception {
        assertThat(ask(ALICE)).isEqualTo(ALICE + " 5");
    }

    @Test
    @Tag("M1")
    void mailboxShouldBeEchoedAsItCameWhenItsCaseDiffers() throws Exception {
        assertThat(ask("Alice@Example.COM")).isEqualTo("Alice@Example.COM 5");
    }

    @Test
    @Tag("M1")
    void aliasShouldBeActive() throws Exception {
        servers.paris.webAdmin().alias("asked-alias@example.com", ALICE);

        assertThat(ask("asked-alias@example.com")).isEqualTo("asked-alias@example.com 5");
    }

    @Test
    @Tag("M1")
    void groupShouldBeActive() throws Exception {
        servers.paris.webAdmin().group("asked-group@example.com", ALICE);

        assertThat(ask("asked-group@example.com")).isEqualTo("asked-group@example.com 5");
    }

    @Test
    @Tag("M1")
    void addressShouldBeUnknownWhenOnlyAPeerHasIt() throws Exception {
        assertThat(ask(ThreeServers.BOB)).isEqualTo(ThreeServers.BOB + " 3");
    }

    @Test
    @Tag("M1")
    void addressShouldBeUnknownWhenNobodyHasIt() throws Exception {
        assertThat(ask("nobody-asked@example.com")).isEqualTo("nobody-asked@example.com 3");
    }

    @Test
    @Tag("M1")
    void queryShouldBeInvalidWhenItIsMalformed() throws Exception {
        assertThat(send(PEER, ALICE + " d=" + digest("paris", ALICE) + " a=b a=c"))
                .isEqualTo(ALICE + " 0");
    }

    @Test
    @Tag("M1")
    void datagramShouldStayUnansweredWhenThereIsNothingToEcho() throws Exception {
        assertThat(send(PEER, "no address at all", SILENCE_MILLIS)).isEqualTo("(silence)");
    }

    @Test
    @Tag("M3")
    void accountShouldTakeNoMailWhileItsNumberOfMessagesIsReached() throws Exception {
        String full = "full-of-messages@example.com";
        accountWithOneMessage(full);
        assertThat(ask(full)).isEqualTo(full + " 5");

        limit(full, "count", 1);
        assertThat(ask(full)).isEqualTo(full + " 4");
        assertThat(rcptAtTokyo(full).toString()).contains("451").contains("4.2.1");

        limit(full, "count", 2);
        assertThat(ask(full)).isEqualTo(full + " 5");
        assertThat(rcptAtTokyo(full).code()).isEqualTo(250);
    }

    @Test
    @Tag("M3")
    void accountShouldTakeNoMailWhileItsStorageIsReached() throws Exception {
        String full = "full-of-octets@example.com";
        accountWithOneMessage(full);
        servers.paris.webAdmin().alias("alias-of-full@example.com", full);

        limit(full, "size", 10);

        assertThat(ask(full)).isEqualTo(full + " 4");
        assertThat(ask("alias-of-full@example.com")).isEqualTo("alias-of-full@example.com 4");
    }

    @Test
    @Tag("M3")
    void foreignAliasesShouldBeActiveByDefault() throws Exception {
        servers.paris
                .webAdmin()
                .send("POST", "/mappings/address/foreign-alias@example.com/targets/ann@elsewhere.example", "");
        servers.paris
                .webAdmin()
                .user("foreign-forward@example.com", ThreeServers.PASSWORD)
                .forward("foreign-forward@example.com", "ann@elsewhere.example");

        assertThat(ask("foreign-alias@example.com")).isEqualTo("foreign-alias@example.com 5");
        assertThat(ask("foreign-forward@example.com")).isEqualTo("foreign-forward@example.com 5");
    }

    @Test
    @Tag("M3")
    void addressShouldBeUnknownWhenItsDomainIs() throws Exception {
        assertThat(ask("alice@unknown.example")).isEqualTo("alice@unknown.example 3");
    }

    @Test
    @Tag("M2")
    void queryShouldBeRefusedWhenItComesFromAForeignNetwork() throws Exception {
        assertThat(send(FOREIGNER, ALICE + " d=" + digest("paris", ALICE))).isEqualTo(ALICE + " 1");
    }

    @Test
    @Tag("M2")
    void queryShouldLackCredentialsWhenItHasNoDigest() throws Exception {
        assertThat(send(PEER, ALICE)).isEqualTo(ALICE + " 2");
    }

    @Test
    @Tag("M2")
    void queryShouldLackCredentialsWhenItsSecretIsWrong() throws Exception {
        assertThat(send(PEER, ALICE + " d=" + digest("tokyo", ALICE))).isEqualTo(ALICE + " 2");
    }

    @Test
    @Tag("M2")
    void bothSecretsShouldBeGoodWhenTwoAreConfigured() throws Exception {
        assertThat(send(PEER, ALICE + " d=" + MingerByHand.digestWith(ThreeServers.SECOND_SECRET, ALICE)))
                .isEqualTo(ALICE + " 5");
        assertThat(ask(ALICE)).isEqualTo(ALICE + " 5");
    }

    private void accountWithOneMessage(String user) {
        servers.paris.webAdmin().user(user, ThreeServers.PASSWORD);
        try (SmtpSession session = servers.strangerAtParis()) {
            session.rcpt(user);
            session.data(ThreeServers.message("fills the mailbox of " + user));
        }
        Awaitility.await()
                .until(() -> servers.paris
                                .webAdmin()
                                .get("/quota/users/" + user)
                                .path("occupation")
                                .path("count")
                                .asInt()
                        == 1);
    }

    private void limit(String user, String kind, int value) {
        assertThat(servers.paris
                        .webAdmin()
                        .send("PUT", "/quota/users/" + user + '/' + kind, Integer.toString(value))
                        .statusCode())
                .isEqualTo(204);
    }

    private SmtpReply rcptAtTokyo(String recipient) {
        try (SmtpSession session = ThreeServers.stranger(servers.tokyo)) {
            return session.rcpt(recipient);
        }
    }

    private String ask(String mailbox) throws Exception {
        return MingerByHand.ask(PEER, servers.paris, mailbox);
    }

    private String send(String from, String datagram) throws IOException {
        return send(from, datagram, PATIENCE_MILLIS);
    }

    private String send(String from, String datagram, int patienceMillis) throws IOException {
        return MingerByHand.send(from, servers.paris, datagram, patienceMillis);
    }

    private static String digest(String server, String mailbox) {
        return MingerByHand.digestWith(Sharing.secretOf(server), mailbox);
    }
}
