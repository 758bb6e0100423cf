// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.network.Network;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.LookupConfiguration.Smtp;
import io.domainsharing.ownership.configuration.MxConfiguration;
import io.domainsharing.ownership.log.LogLimit;
import io.domainsharing.ownership.membership.Asked;
import io.domainsharing.ownership.membership.ConfiguredPeers;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import io.domainsharing.ownership.membership.PeerChangeListener;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerRegistry;
import io.domainsharing.ownership.membership.PeerRegistry.Outcome;
import io.domainsharing.ownership.membership.PeerSet;
import io.domainsharing.ownership.membership.ResolvedPeerNetworks;
import io.domainsharing.ownership.secondary.Secondaries;
import io.domainsharing.smtpclient.StartTls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This server is mx1.example.net. */
@SuppressWarnings("NullAway.Init") // Each test starts it as it needs it.
class MxPeersTest {
    private static final Domain COM = Domain.of("example.com");
    private static final Domain ORG = Domain.of("example.org");
    private static final Domain RELAYED = Domain.of("relayed.example");
    private static final MxAnswer DOWN = new MxAnswer.NoAnswer("time-out");
    private static final NodeName NODE = new NodeName("paris");
    private static final MxHost SELF = new MxHost(10, "mx1.example.net");
    private static final MxHost TOKYO = new MxHost(20, "tokyo.example.net");
    private static final MxHost AUSTIN = new MxHost(30, "austin.example.net");

    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final Map<Domain, MxAnswer> dns = new ConcurrentHashMap<>();
    private final Set<Domain> local = new HashSet<>(Set.of(COM, ORG, RELAYED));
    private final ThisServer self = new ThisServer(
            List.of("mx1.example.net"),
            host -> CompletableFuture.failedStage(new UnknownHostException(host)),
            address -> false);
    private final List<String> heard = new ArrayList<>();
    private boolean isFull;
    private boolean isLookupBroken;
    private Path folder;
    private PeerRegistry runtime;
    private ResolvedPeerNetworks networks;
    private MxPeers testee;
    private PeerDirectory peers;

    @BeforeEach
    void setUp(@TempDir Path temporary) {
        folder = temporary;
        dns.put(COM, hosts(60, SELF, TOKYO, AUSTIN));
    }

    @AfterEach
    void close() {
        testee.close();
        networks.close();
    }

    private static MxAnswer hosts(int ttl, MxHost... hosts) {
        return new MxAnswer.Hosts(Stream.of(hosts).sorted(MxHost.BEST_FIRST).toList(), Duration.ofSeconds(ttl));
    }

    /** Starts, or starts again with what the disk has. */
    private void start(Domain... listed) {
        start(MxConfiguration.DEFAULT, listed);
    }

    private void start(MxConfiguration configuration, Domain... listed) {
        MxDomains domains = new MxDomains(Set.of(listed), Set.of(RELAYED), () -> local);
        runtime = PeerRegistry.load(
                new ConfiguredPeers(
                        List.of(),
                        List.of(),
                        NODE,
                        new MxPeerList(configuration, NODE, Secondaries.NONE),
                        domains::mayContain),
                folder);
        runtime.start();
        peers = runtime.directory();
        networks = new ResolvedPeerNetworks(
                peers, host -> CompletableFuture.failedStage(new UnknownHostException(host)), timer);
        networks.start();
        testee = new MxPeers(
                domains,
                domain -> {
                    if (isLookupBroken) {
                        throw new IllegalStateException("bug");
                    }
                    return CompletableFuture.completedStage(dns.getOrDefault(domain, new MxAnswer.NoHosts()));
                },
                self,
                runtime,
                timer,
                task -> {
                    if (isFull) {
                        throw new RejectedExecutionException();
                    }
                    task.run();
                });
        peers.addListener(new PeerChangeListener() {
            @Override
            public void afterSwap(PeerChange change) {
                change.added().forEach(name -> heard.add("added " + name));
                change.changed().forEach(name -> heard.add("changed " + name));
                change.removed().forEach(name -> heard.add("removed " + name));
                change.determined().forEach(domain -> heard.add("determined " + domain.asString()));
            }
        });
        testee.start();
        timer.advance(Duration.ZERO);
    }

    private List<String> asked(Domain domain) {
        Asked asked = peers.asked(domain);
        return Stream.concat(
                        asked.destinations().stream().map(peer -> peer.name().value()),
                        Stream.ofNullable(asked.missing()).map(missing -> "dns"))
                .toList();
    }

    @Test
    void peersShouldBeTheMxHostsBesideThisServerInTheirOrder() {
        start(COM);

        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");
        assertThat(asked(ORG)).isEmpty();
        assertThat(peers.isNobodyAsked(ORG)).isTrue();
        Peer tokyo = peers.current().peers().get(0);
        assertThat(tokyo.smtp()).hasToString("[tokyo.example.net:25]");
        assertThat(tokyo.lookup()).isEqualTo(LookupMethod.VRFY);
        assertThat(tokyo.domains()).containsExactly(COM);
        assertThat(tokyo.foundByMx()).isTrue();
        assertThat(heard)
                .containsExactlyInAnyOrder(
                        "added tokyo.example.net", "added austin.example.net", "determined example.com");
    }

    @Test
    void orderShouldBeEachDomainsOwn() {
        dns.put(ORG, hosts(60, new MxHost(5, "austin.example.net"), SELF, TOKYO));
        start(COM, ORG);

        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");
        assertThat(asked(ORG)).containsExactly("austin.example.net", "tokyo.example.net");
        assertThat(peers.current().peers()).hasSize(2).allMatch(peer -> peer.domains()
                .equals(Set.of(COM, ORG)));
    }

    @Test
    void changeInDnsShouldCountOnceTheTtlIsOver() {
        start(COM);
        heard.clear();
        dns.put(COM, hosts(60, SELF, AUSTIN, new MxHost(40, "oslo.example.net")));

        timer.advance(Duration.ofSeconds(59));
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");
        timer.advance(Duration.ofSeconds(3));

        assertThat(asked(COM)).containsExactly("austin.example.net", "oslo.example.net");
        assertThat(heard).containsExactlyInAnyOrder("removed tokyo.example.net", "added oslo.example.net");
        assertThat(runtime.removedNames()).extracting(PeerName::value).containsExactly("tokyo.example.net");
    }

    @Test
    void refreshShouldBeNeitherHastyNorLate() {
        dns.put(COM, hosts(0, SELF, TOKYO));
        start(COM);
        dns.put(COM, hosts(1_000_000, SELF, AUSTIN));
        timer.advance(MxPeers.SHORTEST_WAIT.minusSeconds(1));
        assertThat(asked(COM)).containsExactly("tokyo.example.net");
        timer.advance(Duration.ofSeconds(2));
        assertThat(asked(COM)).containsExactly("austin.example.net");

        dns.put(COM, hosts(60, SELF, TOKYO));
        timer.advance(MxPeers.LONGEST_WAIT);

        assertThat(asked(COM)).containsExactly("tokyo.example.net");
    }

    @Test
    void failingDnsShouldKeepTheLastList() {
        start(COM);
        dns.put(COM, DOWN);
        timer.advance(Duration.ofMinutes(10));
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");

        dns.put(COM, new MxAnswer.NoHosts());
        timer.advance(Duration.ofMinutes(10));
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");

        dns.put(COM, hosts(60, SELF, TOKYO));
        timer.advance(Duration.ofMinutes(1));
        assertThat(asked(COM)).containsExactly("tokyo.example.net");
    }

    @Test
    void nobodyShouldBeSaidBeforeDnsHasSpoken() throws Exception {
        dns.put(COM, DOWN);
        start(COM);

        assertThat(peers.isNobodyAsked(COM)).isFalse();
        assertThat(asked(COM)).containsExactly("dns");
        assertThat(peers.asked(COM).missing())
                .isEqualTo(new PeerAnswer.NoAnswer(
                        PeerAnswer.Reason.UNRESOLVABLE, "the MX hosts of example.com are not known: time-out"));

        dns.put(COM, hosts(60, SELF, TOKYO));
        timer.advance(Duration.ofSeconds(10));

        assertThat(asked(COM)).containsExactly("tokyo.example.net");
        assertThat(peers.current().peers()).hasSize(1);
    }

    @Test
    void listOfAnEarlierRunShouldServeInDoubtWhileDnsIsSilent() throws Exception {
        start(COM);
        dns.put(COM, DOWN);
        testee.close();

        start(COM);

        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net", "dns");
        assertThat(peers.isAsked(
                        new PeerName("tokyo.example.net"), CanonicalAddress.of(new MailAddress("bob@example.com"))))
                .isTrue();
        dns.put(COM, hosts(60, SELF, TOKYO, AUSTIN));
        heard.clear();
        timer.advance(Duration.ofSeconds(10));
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");
        assertThat(heard).containsExactly("determined example.com");
    }

    @Test
    void missingMxOfAListedDomainShouldBeDoubtedAndThatOfAnyOtherMeanNoPeers() {
        dns.put(COM, new MxAnswer.NoHosts());
        start(COM);
        assertThat(asked(COM)).containsExactly("dns");
        testee.close();

        start();

        assertThat(asked(COM)).isEmpty();
        assertThat(peers.isNobodyAsked(COM)).isTrue();
    }

    @Test
    void nullMxAndThisServerAloneShouldMeanNoPeers() {
        dns.put(COM, new MxAnswer.NoMail(Duration.ofMinutes(1)));
        dns.put(ORG, hosts(60, SELF));
        start(COM, ORG);

        assertThat(peers.current().peers()).isEmpty();
        assertThat(peers.isNobodyAsked(COM)).isTrue();
        assertThat(peers.isNobodyAsked(ORG)).isTrue();
    }

    @Test
    void hostThatDoesNotResolveShouldBeAPeerAllTheSame() {
        dns.put(COM, hosts(60, SELF, new MxHost(20, "gone.example.net")));
        start(COM);

        assertThat(asked(COM)).containsExactly("gone.example.net");
    }

    @Test
    void allHostsShouldBePeersWhereNoneIsThisServer() {
        dns.put(COM, hosts(60, TOKYO, AUSTIN));
        start(COM);

        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");
    }

    @Test
    void domainsOfJamesShouldComeAndGoWhereNoneIsListed() {
        local.remove(ORG);
        dns.put(ORG, hosts(60, SELF, TOKYO));
        dns.put(RELAYED, hosts(60, SELF, AUSTIN));
        start();
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");
        assertThat(asked(RELAYED)).isEmpty();
        assertThat(peers.isNobodyAsked(RELAYED)).isTrue();

        local.add(ORG);
        timer.advance(MxPeers.DOMAINS_EVERY);
        assertThat(asked(ORG)).containsExactly("tokyo.example.net");

        local.remove(COM);
        timer.advance(MxPeers.DOMAINS_EVERY);
        assertThat(peers.current().peers())
                .extracting(peer -> peer.name().value())
                .containsExactly("tokyo.example.net");
        assertThat(peers.current().peers().get(0).domains()).containsExactly(ORG);
    }

    @Test
    void domainShouldBeLookedUpWhenItIsAskedAboutFirst() {
        local.remove(ORG);
        dns.put(ORG, hosts(60, SELF, TOKYO));
        start();
        local.add(ORG);

        assertThat(asked(ORG)).as("in doubt for a moment").contains("dns");
        assertThat(asked(ORG)).containsExactly("tokyo.example.net");
    }

    @Test
    void setOfAMomentShouldSayOneThingWhileDnsSpeaks() {
        dns.put(COM, DOWN);
        start(COM);
        dns.put(COM, hosts(60, SELF, TOKYO));
        PeerSet before = peers.current();
        List<Boolean> nobodyAsked = new ArrayList<>();
        peers.addListener(new PeerChangeListener() {
            @Override
            public void beforeSwap(PeerChange change) {
                nobodyAsked.add(peers.isNobodyAsked(COM));
            }

            @Override
            public void afterSwap(PeerChange change) {
                nobodyAsked.add(peers.isNobodyAsked(COM));
            }
        });
        timer.advance(Duration.ofSeconds(10));

        assertThat(before.asked(COM).destinations()).isEmpty();
        assertThat(before.asked(COM).missing()).isNotNull();
        assertThat(before.isNobodyAsked(COM)).isFalse();
        assertThat(asked(COM)).containsExactly("tokyo.example.net");
        assertThat(nobodyAsked).containsExactly(false, false);
    }

    @Test
    void changeOfSeveralPeersShouldBeOneChange() {
        AtomicInteger changes = new AtomicInteger();
        start(COM);
        peers.addListener(new PeerChangeListener() {
            @Override
            public void afterSwap(PeerChange change) {
                changes.incrementAndGet();
            }
        });
        dns.put(COM, hosts(60, SELF, new MxHost(20, "oslo.example.net"), new MxHost(30, "lima.example.net")));
        timer.advance(Duration.ofMinutes(2));

        assertThat(asked(COM)).containsExactly("oslo.example.net", "lima.example.net");
        assertThat(changes).hasValue(1);
    }

    @Test
    void yesToEverythingShouldBeANoOfLowerHostsAndNoAnswerOfOthers() throws Exception {
        dns.put(COM, hosts(60, new MxHost(5, "filter.example.net"), SELF, TOKYO, new MxHost(10, "twin.example.net")));
        start(COM);

        assertThat(judged("tokyo.example.net", true)).isEqualTo(new PeerAnswer.Unknown());
        assertThat(judged("filter.example.net", true)).isInstanceOf(PeerAnswer.NoAnswer.class);
        assertThat(judged("twin.example.net", true)).isInstanceOf(PeerAnswer.NoAnswer.class);
        assertThat(judged("tokyo.example.net", false))
                .as("silent when it was tried")
                .isInstanceOf(PeerAnswer.NoAnswer.class);

        dns.put(COM, hosts(60, TOKYO));
        timer.advance(Duration.ofMinutes(2));
        assertThat(judged("tokyo.example.net", true))
                .as("this server is no MX host")
                .isInstanceOf(PeerAnswer.NoAnswer.class);

        runtime.put(InMemoryPeers.peer("tokyo.example.net"), false, false);
        assertThat(judged("tokyo.example.net", true)).as("an operator's").isEqualTo(new PeerAnswer.AcceptsAll());
    }

    private PeerAnswer judged(String host, boolean isKnownToAcceptAll) throws Exception {
        Peer peer = peers.current().peer(new PeerName(host)).orElseThrow();
        return new RankedLookups(
                        any -> address -> CompletableFuture.completedStage(new PeerAnswer.AcceptsAll()),
                        peers,
                        (any, domain) -> isKnownToAcceptAll,
                        new LogLimit(clock))
                .of(peer)
                .ask(new MailAddress("bob@example.com"))
                .toCompletableFuture()
                .join();
    }

    @Test
    void dnsShouldGrantNoTrust() throws Exception {
        dns.put(COM, hosts(60, SELF, new MxHost(20, "192.0.2.7")));
        start(COM);
        assertThat(networks.at(InetAddress.getByName("192.0.2.7"))).isEmpty();
        testee.close();

        start(
                new MxConfiguration(
                        LookupMethod.RCPT, List.of(), List.of(Network.parse("192.0.2.0/24")), 2525, List.of()),
                COM);

        assertThat(networks.at(InetAddress.getByName("192.0.2.9")))
                .map(peer -> peer.name().value())
                .contains("192.0.2.7");
        assertThat(peers.current().peers().get(0).smtp()).hasToString("[192.0.2.7:2525]");
        assertThat(peers.current().peers().get(0).lookup()).isEqualTo(LookupMethod.RCPT);
    }

    @Test
    void peerAddedAtRunTimeShouldStandBehindOrInThePlaceOfOneFoundByMx() throws Exception {
        start(COM);
        Peer oslo = InMemoryPeers.peer("oslo");
        Peer tokyo = InMemoryPeers.peer("tokyo.example.net", "203.0.113.0/24");
        runtime.put(oslo, false, false);
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net", "oslo");

        runtime.put(tokyo, false, false);
        assertThat(peers.asked(COM).destinations()).contains(tokyo);
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net", "oslo");

        assertThat(runtime.remove(tokyo.name(), RemovedMail.REQUEUE)).isEqualTo(Outcome.DONE);
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net", "oslo");
        assertThat(runtime.remove(tokyo.name(), RemovedMail.REQUEUE)).isEqualTo(Outcome.FOUND_BY_MX);
    }

    @Test
    void hostThatDoesNotTellByVrfyShouldBeAskedByRcptUnlessTheFileSaysOtherwise() {
        start(COM);
        Peer found = peers.current().peers().get(0);

        assertThat(Smtp.DEFAULT.fallsBackToRcpt(found)).isTrue();
        assertThat(new Smtp(null, StartTls.WHEN_OFFERED, false).fallsBackToRcpt(found))
                .isFalse();
        assertThat(Smtp.DEFAULT.fallsBackToRcpt(InMemoryPeers.peer("tokyo"))).isFalse();
    }

    @Test
    void looksShouldGoOnAfterAMomentOfTooMuchToDo() {
        start(COM);
        dns.put(COM, hosts(60, SELF, AUSTIN));
        isFull = true;
        timer.advance(Duration.ofMinutes(10));
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");

        isFull = false;
        timer.advance(MxPeers.SHORTEST_WAIT);

        assertThat(asked(COM)).containsExactly("austin.example.net");
    }

    @Test
    void looksShouldGoOnAfterOneThatThrew() {
        start(COM);
        dns.put(COM, hosts(60, SELF, AUSTIN));
        isLookupBroken = true;
        timer.advance(Duration.ofMinutes(10));

        isLookupBroken = false;
        timer.advance(Duration.ofSeconds(10));

        assertThat(asked(COM)).containsExactly("austin.example.net");
    }

    @Test
    void closingShouldEndTheLooks() {
        start();
        testee.close();
        networks.close();

        assertThat(timer.waiting()).isZero();
    }
}
