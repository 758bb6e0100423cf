// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.AccountsConfiguration;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.configuration.ClusterConfiguration;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.configuration.MxConfiguration;
import io.domainsharing.ownership.configuration.SecondariesConfiguration;
import io.domainsharing.ownership.configuration.SendersConfiguration;
import io.domainsharing.ownership.configuration.VrfyConfiguration;
import io.domainsharing.ownership.configuration.WebAdminAccessConfiguration;
import io.domainsharing.ownership.directory.JamesLocalDirectory;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.pin.SamplePins;
import io.domainsharing.ownership.resolution.AccountGuard;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.FreshLookup;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.resolution.OwnershipResolverBuilder;
import io.domainsharing.ownership.resolution.ResolverListener;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.james.DefaultUserEntityValidator;
import org.apache.james.RecipientRewriteTableUserEntityValidator;
import org.apache.james.UserEntityValidator;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.rrt.api.MappingConflictException;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.user.api.AlreadyExistInUsersRepositoryException;
import org.apache.james.user.api.InvalidUsernameException;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** James's own repositories in memory, guarded as at start. */
@Tag("D4")
class GuardedCreationTest {
    private static final Username ANN = Username.of("ann@example.com");
    private static final Username BOB = Username.of("bob@example.com");
    private static final String TAKEN = "'bob@example.com' already exists on peer tokyo";

    private final InMemoryLookups lookups = new InMemoryLookups();
    private final MemoryRecipientRewriteTable table = new MemoryRecipientRewriteTable();
    private MemoryUsersRepository users;

    @BeforeEach
    void setUp() throws Exception {
        MemoryDomainList domains = new MemoryDomainList(null);
        domains.configure(DomainListConfiguration.builder()
                .autoDetect(false)
                .autoDetectIp(false)
                .build());
        domains.addDomain(Domain.of("example.com"));
        domains.addDomain(Domain.of("private.example"));
        users = MemoryUsersRepository.withVirtualHosting(domains);
        users.addUser(ANN, "secret");
        table.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
        table.setUsersRepository(users);
        table.setDomainList(domains);
        lookups.program("tokyo", new PeerAnswer.Accepts());
    }

    @Test
    void userShouldBeRefusedWhenAPeerHasTheAddress() {
        guard(false);

        assertThatThrownBy(() -> users.addUser(BOB, "secret"))
                .isInstanceOf(AlreadyExistInUsersRepositoryException.class)
                .hasMessage(TAKEN);
    }

    @Test
    void aliasShouldBeRefusedWhenAPeerHasTheAddress() {
        guard(false);

        assertThatThrownBy(() -> table.addAliasMapping(MappingSource.fromUser(BOB), ANN.asString()))
                .isInstanceOf(MappingConflictException.class)
                .hasMessage(TAKEN);
    }

    @Test
    void groupShouldBeRefusedWhenAPeerHasTheAddress() {
        guard(false);

        assertThatThrownBy(() -> table.addGroupMapping(MappingSource.fromUser(BOB), ANN.asString()))
                .isInstanceOf(MappingConflictException.class)
                .hasMessage(TAKEN);
    }

    @Test
    void onlyGroupsShouldBeExemptWhenListsAreShared() throws Exception {
        guard(true);

        table.addGroupMapping(MappingSource.fromUser(BOB), ANN.asString());

        assertThat(lookups.asked()).isEmpty();
        assertThatThrownBy(() -> users.addUser(Username.of("carol@example.com"), "secret"))
                .hasMessageContaining("peer tokyo");
        assertThatThrownBy(() ->
                        table.addAliasMapping(MappingSource.fromUser("dora", Domain.of("example.com")), ANN.asString()))
                .hasMessageContaining("peer tokyo");
    }

    @Test
    void jamesShouldAnswerByItselfWhenTheAddressExistsHere() {
        guard(false);

        assertThatThrownBy(() -> users.addUser(ANN, "secret")).hasMessage("'ann@example.com' user already exist");
        assertThat(lookups.asked()).isEmpty();
    }

    @Test
    void secondMemberShouldJoinAnExistingGroupWithoutAQuestion() throws Exception {
        lookups.program("tokyo", new PeerAnswer.Unknown());
        guard(false);
        table.addGroupMapping(MappingSource.fromUser(BOB), ANN.asString());
        lookups.forgetAsked();

        table.addGroupMapping(MappingSource.fromUser(BOB), "other@example.net");

        assertThat(lookups.asked()).isEmpty();
    }

    @Test
    void jamesShouldAnswerByItselfWhenTheNameIsNoAddress() {
        guard(false);

        assertThatThrownBy(() -> users.addUser(Username.of("a(b@example.com"), "secret"))
                .isInstanceOf(InvalidUsernameException.class);
        assertThatThrownBy(() -> users.addUser(Username.of("bob"), "secret"))
                .isInstanceOf(InvalidUsernameException.class);
        assertThat(lookups.asked()).isEmpty();
    }

    @Test
    void domainThatIsNotSharedShouldBeLeftAlone() throws Exception {
        guard(false);

        users.addUser(Username.of("bob@private.example"), "secret");

        assertThat(lookups.asked()).isEmpty();
    }

    @Test
    void userShouldBeRefusedWithTheReasonWhenAPeerIsSilent() {
        lookups.program("tokyo", new PeerAnswer.NoAnswer(Reason.TIMEOUT, "silent"));
        guard(false);

        assertThatThrownBy(() -> users.addUser(BOB, "secret"))
                .hasMessageContaining("peer tokyo could not be asked")
                .hasMessageContaining("whenPeerUnreachable");
    }

    @Test
    void nothingShouldBeCreatedWhenNoDecisionComesInTime() {
        lookups.hold("tokyo");
        guard(false);

        assertThatThrownBy(() -> users.addUser(BOB, "secret")).isInstanceOf(UsersRepositoryException.class);
        assertThatCode(() -> assertThat(users.contains(BOB)).isFalse()).doesNotThrowAnyException();
    }

    @Test
    void startShouldNotFailWhenTheRepositoriesTakeNoValidator() {
        UsersRepository ofSomebody = proxy(UsersRepository.class);
        RecipientRewriteTable ofSomebodyElse = proxy(RecipientRewriteTable.class);

        assertThatCode(() -> new GuardedCreation(ofSomebody, ofSomebodyElse, UserEntityValidator.NOOP, validator(false))
                        .install())
                .doesNotThrowAnyException();
    }

    private void guard(boolean listsAreShared) {
        UserEntityValidator ofJames = UserEntityValidator.aggregate(
                new DefaultUserEntityValidator(users), new RecipientRewriteTableUserEntityValidator(table));
        new GuardedCreation(users, table, ofJames, validator(listsAreShared)).install();
    }

    private AccountValidator validator(boolean listsAreShared) {
        InMemoryPeers peers = new InMemoryPeers(InMemoryPeers.peer("tokyo"));
        FakeClock clock = new FakeClock();
        OwnershipResolver resolver = new OwnershipResolverBuilder(
                        new JamesLocalDirectory(users, table),
                        peers.directory(),
                        lookups,
                        OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos),
                        new Conflicts(clock, ResolverListener.NONE))
                .build(clock, new FakeTimer(clock), Runnable::run);
        AccountGuard guard = new AccountGuard(
                resolver,
                new FreshLookup(peers.directory(), lookups, () -> 0),
                SamplePins.of(peers.directory(), clock),
                AccountsConfiguration.DEFAULT,
                false,
                address -> {});
        return new AccountValidator(
                guard,
                domain -> domain.equals(Domain.of("example.com")),
                users,
                new DomainSharingConfiguration(
                        true,
                        new NodeName("paris"),
                        Set.of(),
                        List.of(),
                        false,
                        new LookupConfiguration(Duration.ofMillis(20), 1, Duration.ofMillis(20), null),
                        CacheConfiguration.DEFAULT,
                        null,
                        VrfyConfiguration.DEFAULT,
                        MxConfiguration.DEFAULT,
                        SendersConfiguration.DEFAULT,
                        DeliveryConfiguration.DEFAULT,
                        AccountsConfiguration.DEFAULT,
                        new ListsConfiguration(listsAreShared),
                        List.of(),
                        SecondariesConfiguration.DEFAULT,
                        WebAdminAccessConfiguration.DEFAULT,
                        ClusterConfiguration.DEFAULT,
                        null,
                        null));
    }

    private static <T> T proxy(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> {
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
