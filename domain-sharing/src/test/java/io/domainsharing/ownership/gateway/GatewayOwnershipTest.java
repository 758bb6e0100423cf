// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.gateway;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.gateway.TestGateways.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.Gateway.WhenUnreachable;
import io.domainsharing.ownership.InMemoryDirectory;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.Proof;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.resolution.OwnershipResolverBuilder;
import io.domainsharing.ownership.resolution.ResolverListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The verdicts of docs/adr/0012, over the real resolver. */
class GatewayOwnershipTest {
    private static final MailAddress BOB = address("bob@customer.example");
    private static final String HOST = "gateway-customer.example";
    private static final Duration BUDGET = Duration.ofSeconds(5);

    private Path folder;
    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final InMemoryDirectory directory = new InMemoryDirectory();
    private final InMemoryLookups lookups = new InMemoryLookups();
    private final AtomicInteger unverified = new AtomicInteger();

    @BeforeEach
    void setUp(@TempDir Path temporary) {
        folder = temporary;
    }

    /** Columns: whenUnreachable, the host's answer, the peer's, the verdict. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ACCEPT | yes     | no      | OnGateway[domain=Domain : customer.example, proof=ASKED]
            ACCEPT | yes     | yes     | OnGateway[domain=Domain : customer.example, proof=ASKED]
            ACCEPT | no      | yes     | OnPeer[owner=tokyo, source=ASKED]
            ACCEPT | all     | yes     | OnPeer[owner=tokyo, source=ASKED]
            ACCEPT | all     | no      | OnGateway[domain=Domain : customer.example, proof=ASKED]
            ACCEPT | all     | silent  | undetermined
            ACCEPT | yes     | all     | OnGateway[domain=Domain : customer.example, proof=ASKED]
            ACCEPT | no      | all     | OnPeer[owner=tokyo, source=ASKED]
            ACCEPT | silent  | yes     | OnPeer[owner=tokyo, source=ASKED]
            ACCEPT | not_now | yes     | OnPeer[owner=tokyo, source=ASKED]
            ACCEPT | no      | no      | Nobody[]
            ACCEPT | silent  | no      | OnGateway[domain=Domain : customer.example, proof=UNREACHABLE]
            ACCEPT | silent  | silent  | OnGateway[domain=Domain : customer.example, proof=UNREACHABLE]
            ACCEPT | silent  | not_now | mailbox unavailable
            ACCEPT | refused | no      | undetermined
            ACCEPT | not_now | no      | mailbox unavailable
            ACCEPT | no      | silent  | undetermined
            ACCEPT | no      | not_now | mailbox unavailable
            DEFER  | yes     | silent  | OnGateway[domain=Domain : customer.example, proof=ASKED]
            DEFER  | silent  | yes     | OnPeer[owner=tokyo, source=ASKED]
            DEFER  | silent  | no      | undetermined
            DEFER  | no      | no      | Nobody[]
            """)
    void verdictShouldFollowTheTableInWhateverOrderTheAnswersCome(
            WhenUnreachable whenUnreachable, String host, String peer, String verdict) throws Exception {
        for (boolean hostFirst : new boolean[] {true, false}) {
            GatewayOwnership testee = testee(gateway(Verification.MINGER, null, whenUnreachable, true));
            CompletableFuture<Verdict> actual = testee.resolve(BOB).toCompletableFuture();
            lookups.answer(hostFirst ? HOST : "tokyo", answer(hostFirst ? host : peer));
            lookups.answer(hostFirst ? "tokyo" : HOST, answer(hostFirst ? peer : host));

            assertThat(actual).isCompleted();
            assertThat(shown(actual.join())).as("host first: %s", hostFirst).isEqualTo(verdict);
        }
    }

    @Test
    void peersYesShouldWaitForTheHostsAnswerAndNoLongerThanTheBudget() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, true));
        CompletableFuture<Verdict> verdict = testee.resolve(BOB).toCompletableFuture();

        lookups.answer("tokyo", new PeerAnswer.Accepts());
        assertThat(verdict).isNotCompleted();

        timer.advance(BUDGET);
        assertThat(verdict).isCompletedWithValue(new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED));
    }

    @Test
    void hostShouldTakeTheAddressOverFromThePeerWhenItsYesComesLate() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, true));
        CompletableFuture<Verdict> unused = testee.resolve(BOB).toCompletableFuture();
        lookups.answer("tokyo", new PeerAnswer.Accepts());
        timer.advance(BUDGET);

        lookups.answer(HOST, new PeerAnswer.Accepts());

        assertThat(testee.known(BOB)).contains(new Verdict.OnGateway(Domain.of("customer.example"), Proof.CACHE));
    }

    /** Columns: the host's answer when the peer said yes, who is remembered. */
    @ParameterizedTest
    @CsvSource({"no, tokyo", "silent, nobody", "refused, nobody", "not_now, nobody"})
    void peersYesShouldBeRememberedOnlyWhenTheHostSaidNo(String host, String remembered) throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, true));
        lookups.program(HOST, answer(host)).program("tokyo", new PeerAnswer.Accepts());

        assertThat(testee.resolve(BOB).toCompletableFuture())
                .isCompletedWithValue(new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED));
        assertThat(testee.known(BOB)
                        .map(known -> ((Verdict.OnPeer) known).owner().value())
                        .orElse("nobody"))
                .isEqualTo(remembered);
    }

    @Test
    void addressShouldStayTheHostsWhenARefreshFindsItSilentAndAPeerSaysYes() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, true));
        lookups.program(HOST, new PeerAnswer.Accepts()).program("tokyo", new PeerAnswer.Accepts());
        testee.resolve(BOB).toCompletableFuture().join();
        lookups.program(HOST, answer("silent")).forgetAsked();

        timer.advance(CacheConfiguration.DEFAULT_REFRESH_AFTER);
        testee.known(BOB);

        assertThat(lookups.asked()).containsExactly(HOST, "tokyo");
        assertThat(testee.known(BOB)).contains(new Verdict.OnGateway(Domain.of("customer.example"), Proof.CACHE));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "MINGER"})
    @Tag("H2")
    void addressThatNoCommandCarriesShouldBeNobodysWithoutAQuestion(Verification verify) throws Exception {
        GatewayOwnership testee = testee(gateway(verify, null, WhenUnreachable.ACCEPT, true));

        for (String text : List.of("\"a\tb\"@customer.example", "\"b\u00f6b\"@customer.example")) {
            assertThat(testee.known(address(text))).contains(new Verdict.Nobody());
            assertThat(testee.resolve(address(text)).toCompletableFuture()).isCompletedWithValue(new Verdict.Nobody());
        }
        assertThat(lookups.asked()).isEmpty();
    }

    @Test
    void hostAloneShouldBeAskedAndItsYesBeRemembered() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, false));
        lookups.program(HOST, new PeerAnswer.Accepts());

        assertThat(testee.known(BOB)).isEmpty();
        assertThat(testee.resolve(BOB).toCompletableFuture())
                .isCompletedWithValue(new Verdict.OnGateway(Domain.of("customer.example"), Proof.ASKED));
        assertThat(testee.known(BOB)).contains(new Verdict.OnGateway(Domain.of("customer.example"), Proof.CACHE));
        assertThat(lookups.asked()).containsExactly(HOST);
    }

    @Test
    void unreachableHostShouldBeAskedAgainForTheNextRecipient() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, false));
        lookups.program(HOST, answer("silent"));

        testee.resolve(BOB).toCompletableFuture().join();

        assertThat(testee.known(BOB)).isEmpty();
        assertThat(unverified).hasValue(1);
    }

    @Test
    void fileShouldDecideWithoutAQuestionAndWithoutBeingRemembered() throws Exception {
        Path file = Files.writeString(folder.resolve("customer.txt"), "bob@customer.example\n");
        Gateways gateways = Gateways.open(List.of(TestGateways.withFile()), url -> file);
        GatewayOwnership testee = testee(gateways);

        assertThat(testee.known(BOB)).contains(new Verdict.OnGateway(Domain.of("customer.example"), Proof.LISTED));
        assertThat(testee.known(address("ann@customer.example"))).contains(new Verdict.Nobody());

        Files.writeString(file, "ann@customer.example\n# not bob\n");
        gateways.watch(timer, Runnable::run);
        timer.advance(Gateways.LOOK_EVERY.multipliedBy(2));
        assertThat(testee.known(BOB)).contains(new Verdict.Nobody());
        assertThat(testee.known(address("ann@customer.example")))
                .contains(new Verdict.OnGateway(Domain.of("customer.example"), Proof.LISTED));
        assertThat(lookups.asked()).isEmpty();
    }

    @Test
    void fileShouldSpareTheQuestionWhereTheHostIsAskedToo() throws Exception {
        Path file = Files.writeString(folder.resolve("customer.txt"), "bob@customer.example\n");
        Gateway gateway = gateway(Verification.MINGER, "file://x", WhenUnreachable.DEFER, false);
        GatewayOwnership testee = testee(Gateways.open(List.of(gateway), url -> file));
        lookups.program(HOST, new PeerAnswer.Accepts());

        testee.resolve(BOB).toCompletableFuture().join();
        assertThat(lookups.asked()).isEmpty();
        testee.resolve(address("ann@customer.example")).toCompletableFuture().join();
        assertThat(lookups.asked()).containsExactly(HOST);
    }

    @Test
    void peersShouldBeAskedForWhatTheFileDoesNotHave() throws Exception {
        Path file = Files.writeString(folder.resolve("customer.txt"), "ann@customer.example\n");
        Gateway gateway = gateway(Verification.FILE, "file://x", WhenUnreachable.ACCEPT, true);
        GatewayOwnership testee = testee(Gateways.open(List.of(gateway), url -> file));
        lookups.program("tokyo", new PeerAnswer.Accepts());

        assertThat(testee.resolve(BOB).toCompletableFuture())
                .isCompletedWithValue(new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED));
        assertThat(lookups.asked()).containsExactly("tokyo");
    }

    @Test
    @Tag("L4")
    void peerShouldCountWhereTheHostHasRefusedWhatItsFileLists() throws Exception {
        Path file = Files.writeString(folder.resolve("customer.txt"), "bob@customer.example\n");
        Gateway gateway = gateway(Verification.MINGER, "file://x", WhenUnreachable.ACCEPT, true);
        GatewayOwnership testee = testee(Gateways.open(List.of(gateway), url -> file));
        lookups.program(HOST, new PeerAnswer.Accepts());
        CompletableFuture<Verdict> verdict =
                testee.resolveWithout(BOB, gateway.name()).toCompletableFuture();

        lookups.answer("tokyo", new PeerAnswer.Accepts());

        assertThat(verdict).isCompletedWithValue(new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED));
        assertThat(lookups.asked()).containsExactly("tokyo");
    }

    @Test
    @Tag("L4")
    void hostShouldBeAskedFirstWhereAPeerHasRefused() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, true));
        lookups.program(HOST, new PeerAnswer.Accepts());

        assertThat(testee.resolveWithout(BOB, new PeerName("tokyo")).toCompletableFuture())
                .isCompletedWithValue(new Verdict.OnGateway(Domain.of("customer.example"), Proof.ASKED));
        assertThat(lookups.asked()).containsExactly(HOST);
    }

    @Test
    void everyAddressShouldBeTheGatewaysWhereNothingIsVerified() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.NONE, null, WhenUnreachable.DEFER, false));

        assertThat(testee.known(BOB)).contains(new Verdict.OnGateway(Domain.of("customer.example"), Proof.UNCHECKED));
        assertThat(lookups.asked()).isEmpty();
    }

    @Test
    void gatewayShouldComeBeforeAnAccountAndACatchAllOfThisServer() throws Exception {
        directory.add("bob@customer.example", LocalMatch.ACCOUNT);
        directory.setCatchAll(true);
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, false));
        lookups.program(HOST, new PeerAnswer.Unknown());

        assertThat(testee.resolve(BOB).toCompletableFuture()).isCompletedWithValue(new Verdict.Nobody());
        assertThat(testee.local(BOB)).isEqualTo(new Verdict.Nobody());
    }

    @Test
    void otherDomainsShouldBeAskedForAsEver() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, true));
        lookups.program("tokyo", new PeerAnswer.Unknown()).program("oslo", new PeerAnswer.Accepts());

        assertThat(testee.resolve(address("bob@example.com")).toCompletableFuture())
                .isCompletedWithValue(new Verdict.OnPeer(new PeerName("oslo"), Verdict.Source.ASKED));
        assertThat(testee.resolve(address("bob@sub.customer.example")).toCompletableFuture())
                .isCompletedWithValue(new Verdict.Nobody());
        assertThat(lookups.asked()).doesNotContain(HOST);
    }

    private GatewayOwnership testee(Gateway gateway) throws Exception {
        return testee(Gateways.open(List.of(gateway), url -> folder));
    }

    private GatewayOwnership testee(Gateways gateways) {
        OwnershipResolver resolver = new OwnershipResolverBuilder(
                        new DirectoryBesideGateways(directory, gateways),
                        peers(gateways).directory(),
                        lookups,
                        OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock),
                        new Conflicts(clock, ResolverListener.NONE))
                .budget(BUDGET)
                .build(clock, timer, Runnable::run);
        return new GatewayOwnership(resolver, gateways, new ResolverListener() {
            @Override
            public void gatewayUnverified() {
                unverified.incrementAndGet();
            }
        });
    }

    private static InMemoryPeers peers(Gateways gateways) {
        return new InMemoryPeers(
                gateways.all(),
                InMemoryPeers.peer("tokyo", "203.0.113.1"),
                InMemoryPeers.peerOf("oslo", "example.com"));
    }

    private static PeerAnswer answer(String name) {
        return switch (name) {
            case "yes" -> new PeerAnswer.Accepts();
            case "no" -> new PeerAnswer.Unknown();
            case "all" -> new PeerAnswer.AcceptsAll();
            case "not_now" -> new PeerAnswer.NotNow();
            case "silent" -> new NoAnswer(Reason.KNOWN_DOWN, "silent");
            case "refused" -> new NoAnswer(Reason.REFUSED, "wrong secret");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String shown(Verdict verdict) {
        if (verdict instanceof Verdict.Undetermined undetermined) {
            return undetermined.mailboxUnavailable() ? "mailbox unavailable" : "undetermined";
        }
        return verdict.toString();
    }
}
