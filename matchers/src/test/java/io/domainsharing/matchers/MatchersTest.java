// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.matchers;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.message.ReceivedFromPeerAttribute;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.time.Duration;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.core.Domain;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MatchersTest {
    private static final LookupConfiguration QUICK =
            new LookupConfiguration(Duration.ofMillis(10), 1, Duration.ofMillis(10), null);

    private final InMemoryPeers peers = new InMemoryPeers();
    private final InMemoryOwnership ownership = new InMemoryOwnership()
            .know("tokyo@example.com", new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.CACHE))
            .know("austin@example.com", new Verdict.OnPeer(new PeerName("austin"), Verdict.Source.ASKED))
            .know("here@example.com", new Verdict.Local(LocalMatch.ACCOUNT));

    @Test
    void recipientIsOnPeerShouldMatchThoseOfAnyPeerWhenNoneIsNamed() throws Exception {
        assertThat(onPeer("").match(mail()))
                .containsExactly(address("tokyo@example.com"), address("austin@example.com"));
    }

    @Test
    void recipientIsOnPeerShouldMatchThoseOfThePeerNamed() throws Exception {
        assertThat(onPeer("austin").match(mail())).containsExactly(address("austin@example.com"));
    }

    @Test
    @Tag("D6")
    void matchersShouldKnowAPeerThatIsAddedAtRunTime() throws Exception {
        peers.replaceBy(InMemoryPeers.peer("tokyo"));
        GenericMatcher onOslo = onPeer("oslo");
        GenericMatcher fromOslo = receivedFrom("oslo");
        assertThat(onOslo.match(mail())).isEmpty();

        peers.replaceBy(InMemoryPeers.peer("tokyo"), InMemoryPeers.peer("oslo"));
        ownership.know("tokyo@example.com", new Verdict.OnPeer(new PeerName("oslo"), Verdict.Source.ASKED));
        Mail mail = mail();
        mail.setAttribute(new Attribute(ReceivedFromPeerAttribute.NAME, AttributeValue.of("oslo")));

        assertThat(onOslo.match(mail)).containsExactly(address("tokyo@example.com"));
        assertThat(fromOslo.match(mail)).isEqualTo(mail.getRecipients());
    }

    @Test
    void recipientIsOnPeerShouldNotAskAboutDomainsThatAreNotShared() throws Exception {
        onPeer("").match(mail());

        assertThat(ownership.asked()).doesNotContain(address("tokyo@elsewhere.example"));
    }

    @Test
    void receivedFromPeerShouldMatchMailOfPeersSessionsOnly() throws Exception {
        Mail mail = mail();
        assertThat(receivedFrom("").match(mail)).isEmpty();

        mail.setAttribute(new Attribute(ReceivedFromPeerAttribute.NAME, AttributeValue.of("tokyo")));

        assertThat(receivedFrom("").match(mail)).isEqualTo(mail.getRecipients());
        assertThat(receivedFrom("tokyo").match(mail)).isEqualTo(mail.getRecipients());
        assertThat(receivedFrom("austin").match(mail)).isEmpty();
    }

    @Test
    void nameThatNoPeerCanHaveShouldStopTheStart() {
        assertThatThrownBy(() -> onPeer("to kyo"))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("RecipientIsOnPeer=to kyo");
        assertThatThrownBy(() -> receivedFrom("-x")).isInstanceOf(MessagingException.class);
    }

    private GenericMatcher onPeer(String condition) throws MessagingException {
        return initialised(
                new RecipientIsOnPeer(ownership, Domain.of("example.com")::equals, QUICK, peers.directory()),
                condition);
    }

    private GenericMatcher receivedFrom(String condition) throws MessagingException {
        return initialised(new ReceivedFromPeer(peers.directory()), condition);
    }

    private static GenericMatcher initialised(GenericMatcher matcher, String condition) throws MessagingException {
        matcher.init(FakeMatcherConfig.builder()
                .matcherName("matcher")
                .condition(condition)
                .build());
        return matcher;
    }

    private static Mail mail() throws MessagingException {
        return FakeMail.builder()
                .name("mail")
                .recipients(List.of(
                        address("tokyo@example.com"),
                        address("here@example.com"),
                        address("austin@example.com"),
                        address("unanswered@example.com"),
                        address("tokyo@elsewhere.example")))
                .build();
    }
}
