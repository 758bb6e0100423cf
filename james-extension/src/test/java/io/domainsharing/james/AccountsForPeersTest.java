// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.network.Network;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.InMemoryDirectory;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Secondary;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.digest.AskedLately;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.OwnershipResolverBuilder;
import io.domainsharing.ownership.resolution.ResolverListener;
import io.domainsharing.ownership.secondary.AllowedClients;
import io.domainsharing.ownership.secondary.Secondaries;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.user.api.UsersRepository;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The secondary holds mail for example.com, which is shared, and for private.example, which is not. */
@Tag("R5")
class AccountsForPeersTest {
    private static final InetAddress TOKYO = InetAddresses.forString("198.51.100.1");
    private static final InetAddress BACKUP = InetAddresses.forString("198.51.100.9");
    private static final Secondaries SECONDARIES = new Secondaries(List.of(new Secondary(
            List.of(HostAndPort.fromParts("backup.example.net", 25)),
            List.of(Domain.of("example.com"), Domain.of("private.example")),
            List.of(Network.of(BACKUP)))));

    private final InMemoryPeers peers = new InMemoryPeers(InMemoryPeers.peer("tokyo", "198.51.100.1"));
    private final InMemoryOwnership ownership = new InMemoryOwnership()
            .know("frank@example.com", new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.CACHE))
            .know("nobody@example.com", new Verdict.Nobody())
            .know("any@example.com", new Verdict.Local(LocalMatch.CATCH_ALL))
            .know("full@example.com", undetermined(true))
            .know("unknown@example.com", undetermined(false))
            .know("frank@private.example", new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.CACHE));
    private final AccountsForPeers accounts = accounts();

    @AfterEach
    void close() {
        accounts.close();
    }

    @ParameterizedTest
    @CsvSource({
        "frank@example.com, EXISTS, EXISTS",
        "any@example.com, EXISTS, EXISTS",
        "full@example.com, EXISTS_BUT_CANNOT_RECEIVE, EXISTS_BUT_CANNOT_RECEIVE",
        "nobody@example.com, DOES_NOT_EXIST, DOES_NOT_EXIST",
        "frank@private.example, DOES_NOT_EXIST,"
    })
    void secondaryShouldBeToldOfAllSites(String mailbox, MingerStatus minger, @Nullable MingerStatus vrfy) {
        assertThat(statusOf(mailbox, BACKUP)).isEqualTo(minger);
        assertThat(accounts.statusOf(address(mailbox), BACKUP))
                .succeedsWithin(5, TimeUnit.SECONDS)
                .isEqualTo(Optional.ofNullable(vrfy));
    }

    @Test
    void secondaryShouldBeToldNothingWhileThatIsUndetermined() {
        assertThat(accounts.statusOf(Mailbox.parse("unknown@example.com"), BACKUP))
                .failsWithin(5, TimeUnit.SECONDS);
        assertThat(accounts.statusOf(address("unknown@example.com"), BACKUP)).failsWithin(5, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"frank@example.com", "any@example.com", "full@example.com", "unknown@example.com"})
    void peerShouldBeToldOfThisServerOnlyAndNobodyElseBeAsked(String mailbox) {
        assertThat(statusOf(mailbox, TOKYO)).isEqualTo(MingerStatus.DOES_NOT_EXIST);
        // Both at once: it may be asked on behalf of others, and the question must not come back.
        peers.replaceBy(InMemoryPeers.peer("tokyo", "198.51.100.9"));
        assertThat(statusOf(mailbox, BACKUP)).isEqualTo(MingerStatus.DOES_NOT_EXIST);
        assertThat(ownership.asked()).isEmpty();
    }

    @Test
    void peerOfAnotherDomainShouldBeASecondaryInThisOne() {
        peers.replaceBy(InMemoryPeers.peerOf("tokyo", "example.org", "198.51.100.9"));

        assertThat(statusOf("frank@example.com", BACKUP)).isEqualTo(MingerStatus.EXISTS);
    }

    private MingerStatus statusOf(String mailbox, InetAddress asker) {
        return accounts.statusOf(Mailbox.parse(mailbox), asker)
                .toCompletableFuture()
                .join();
    }

    private static Verdict undetermined(boolean mailboxUnavailable) {
        return new Verdict.Undetermined(
                List.of(new Verdict.MissingAnswer("tokyo", "full or silent", mailboxUnavailable)));
    }

    private AccountsForPeers accounts() {
        FakeClock clock = new FakeClock();
        Conflicts conflicts = new Conflicts(clock, ResolverListener.NONE);
        return new AccountsForPeers(
                new OwnershipResolverBuilder(
                                new InMemoryDirectory(),
                                peers.directory(),
                                new InMemoryLookups(),
                                OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos),
                                conflicts)
                        .build(clock, new FakeTimer(clock), Runnable::run),
                ownership,
                new AllowedClients(peers, SECONDARIES),
                new MailboxStatus(
                        unused(UsersRepository.class),
                        unused(RecipientRewriteTable.class),
                        unused(QuotaManager.class),
                        unused(UserQuotaRootResolver.class),
                        Domain.of("example.com")::equals,
                        unused(DomainList.class),
                        true),
                Domain.of("example.com")::equals,
                new AskedLately(clock::nanos));
    }

    private static <T> T unused(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> {
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
