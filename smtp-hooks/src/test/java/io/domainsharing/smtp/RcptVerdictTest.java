// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

class RcptVerdictTest {
    private static final Verdict UNAVAILABLE =
            new Verdict.Undetermined(List.of(new MissingAnswer("tokyo", "secret of tokyo", true)));

    private static String replyTo(Ownership ownership, String recipient) throws Exception {
        try (SmtpListener listener = new SmtpListener(ownership);
                SmtpClient client = listener.connect().greet()) {
            String reply = client.exchange("RCPT TO:" + recipient);
            assertThat(client.exchange("NOOP")).startsWith("250");
            return reply;
        }
    }

    @Test
    void recipientShouldBeAcceptedWhenItIsLocalByACatchAll() throws Exception {
        InMemoryOwnership ownership = new InMemoryOwnership().resolveOthersTo(new Verdict.Local(LocalMatch.CATCH_ALL));
        assertThat(replyTo(ownership, "<any@example.com>")).startsWith("250 2.1.5");
    }

    @Test
    void recipientShouldBeDeferredWith421WhenAMailboxIsFull() throws Exception {
        assertThat(replyTo(new InMemoryOwnership().resolveOthersTo(UNAVAILABLE), "<full@example.com>"))
                .startsWith("451 4.2.1")
                .contains("full@example.com")
                .doesNotContain("tokyo");
    }

    @Test
    void recipientShouldBeDeferredWith443WhenAPeerIsSilent() throws Exception {
        Verdict silent = new Verdict.Undetermined(List.of(new MissingAnswer("tokyo", "no answer", false)));
        assertThat(replyTo(new InMemoryOwnership().resolveOthersTo(silent), "<x@example.com>"))
                .startsWith("451 4.4.3")
                .doesNotContain("tokyo");
    }

    @Test
    void recipientShouldBeLeftToStockJamesWhenItsDomainIsNotShared() throws Exception {
        InMemoryOwnership ownership = new InMemoryOwnership();
        assertThat(replyTo(ownership, "<bob@here.example>")).startsWith("250 2.1.5");
        assertThat(replyTo(ownership, "<nobody@here.example>")).startsWith("550 5.1.1");
        assertThat(replyTo(ownership, "<x@elsewhere.example>")).startsWith("550 5.7.1");
        assertThat(ownership.asked()).isEmpty();
    }

    @Test
    void syntaxShouldBeLeftToStockJames() throws Exception {
        InMemoryOwnership ownership = new InMemoryOwnership().resolveOthersTo(new Verdict.Nobody());
        assertThat(replyTo(ownership, "x@example.com")).startsWith("501");
        assertThat(replyTo(ownership, "<x y@example.com>")).startsWith("553");
        assertThat(replyTo(ownership, "<>")).startsWith("553");
        assertThat(replyTo(ownership, "<x@example.com> UNHEARD=OF")).startsWith("504");
        assertThat(ownership.asked()).isEmpty();
    }

    @Test
    void recipientBeyondAsciiShouldBeRefusedForGood() throws Exception {
        InMemoryOwnership ownership = new InMemoryOwnership();
        assertThat(replyTo(ownership, "<\"fr\u00e4nk\"@example.com>")).startsWith("553 5.6.7");
        assertThat(replyTo(ownership, "<fr\u00e4nk@example.com>")).startsWith("553");
        assertThat(ownership.asked()).isEmpty();
    }

    @Test
    void recipientWithoutADomainShouldBeOneOfTheDefaultDomain() throws Exception {
        assertThat(replyTo(new InMemoryOwnership(), "<bob>")).startsWith("250 2.1.5 Recipient <bob@here.example>");
        assertThat(replyTo(new InMemoryOwnership(), "<nobody>")).startsWith("550 5.1.1");
    }

    @Test
    void recipientShouldBeDeferredWhenOwnershipThrows() throws Exception {
        assertThat(replyTo(new Failing(false), "<x@example.com>")).startsWith("451 4.4.3");
    }

    @Test
    void recipientShouldBeDeferredWhenTheQuestionFails() throws Exception {
        assertThat(replyTo(new Failing(true), "<x@example.com>")).startsWith("451 4.4.3");
    }

    record Failing(boolean later) implements Ownership {
        @Override
        public Optional<Verdict> known(MailAddress address) {
            if (later) {
                return Optional.empty();
            }
            throw new IllegalStateException("directory");
        }

        @Override
        public void disown(MailAddress address, PeerName peer) {}

        @Override
        public CompletionStage<Verdict> resolve(MailAddress address) {
            return CompletableFuture.supplyAsync(() -> {
                throw new IllegalStateException("question");
            });
        }

        @Override
        public CompletionStage<Verdict> resolveWithout(MailAddress address, PeerName refuser) {
            return resolve(address);
        }

        @Override
        public Verdict local(MailAddress address) {
            throw new IllegalStateException("directory");
        }
    }
}
