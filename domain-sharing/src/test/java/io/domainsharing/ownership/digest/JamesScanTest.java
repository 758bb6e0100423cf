// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.directory.LocalAddresses;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class JamesScanTest {
    private static final Domain SHARED = Domain.of("example.com");
    private static final Domain OTHER = Domain.of("example.org");

    private final MemoryRecipientRewriteTable table = new MemoryRecipientRewriteTable() {
        @Override
        public Map<MappingSource, Mappings> getAllMappings() {
            // As over a database, where the answer would come on that same thread.
            assertThat(Schedulers.isInNonBlockingThread()).isFalse();
            return super.getAllMappings();
        }
    };
    private final OwnDigest digest =
            new OwnDigest(List.of(new Secret("secret")), () -> 7, System::nanoTime, new OwnDigest.Relations() {
                @Override
                public boolean isSecondaryFor(InetAddress client, Domain domain) {
                    return false;
                }

                @Override
                public boolean isAskedAbout(InetAddress client, Domain domain) {
                    return true;
                }
            });

    private MemoryDomainList domains = new MemoryDomainList(null);
    private boolean guarded = true;

    @SuppressWarnings("NullAway.Init")
    private MemoryUsersRepository users;

    @BeforeEach
    void setUp() throws Exception {
        domains.configure(DomainListConfiguration.builder()
                .autoDetect(false)
                .autoDetectIp(false)
                .defaultDomain(SHARED)
                .build());
        domains.addDomain(OTHER);
        use(MemoryUsersRepository.withVirtualHosting(domains), "ann@example.com");
    }

    private void use(MemoryUsersRepository repository, String user) throws Exception {
        users = repository;
        users.addUser(Username.of(user), "secret");
        table.setUsersRepository(users);
        table.setDomainList(domains);
        if (table.getConfiguration() == null) {
            table.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
        }
    }

    @Test
    void everyAddressShouldBeListedGroupsToo() throws Exception {
        table.addAliasMapping(source("alias@example.com"), "ann@example.com");
        table.addGroupMapping(source("group@example.com"), "ann@example.com");

        scan();

        assertThat(digest.size()).contains(3);
        assertThat(of(SHARED)).isEqualTo(Coverage.GUARDED);
        assertThat(of(OTHER)).isEqualTo(Coverage.GUARDED);
    }

    @Test
    void accountsThatComeOnADriversThreadShouldNotHaveItReadTheRewriteTable() throws Exception {
        table.addAliasMapping(source("alias@example.com"), "ann@example.com");

        scan(comingOnADriversThread(users));

        assertThat(digest.size()).contains(2);
    }

    private static UsersRepository comingOnADriversThread(UsersRepository users) {
        return (UsersRepository) Proxy.newProxyInstance(
                UsersRepository.class.getClassLoader(),
                new Class<?>[] {UsersRepository.class},
                (proxy, method, arguments) -> method.getName().equals("listReactive")
                        ? Flux.from(users.listReactive()).delayElements(Duration.ofMillis(20), Schedulers.parallel())
                        : method.invoke(users, arguments));
    }

    @Test
    void nothingShouldBeGuardedWhereTheAccountGuardDoesNotStand() throws Exception {
        guarded = false;

        scan();

        assertThat(of(SHARED)).isEqualTo(Coverage.LISTED);
    }

    @Test
    void forwardOfAnAccountShouldLeaveTheDomainGuarded() throws Exception {
        table.addForwardMapping(source("ann@example.com"), "ann@elsewhere.example");

        scan();

        assertThat(of(SHARED)).isEqualTo(Coverage.GUARDED);
    }

    @Test
    void sourceThatNoGuardSeesShouldLeaveItsDomainListedOnly() throws Exception {
        table.addAddressMapping(source("sales@example.com"), "ann@example.com");

        scan();

        assertThat(of(SHARED)).isEqualTo(Coverage.LISTED);
        assertThat(of(OTHER)).isEqualTo(Coverage.GUARDED);
        assertThat(digest.size()).contains(2);
    }

    @Test
    void forwardOfWhatIsNoAccountShouldLeaveItsDomainListedOnly() throws Exception {
        table.addForwardMapping(source("sales@example.com"), "ann@example.com");

        scan();

        assertThat(of(SHARED)).isEqualTo(Coverage.LISTED);
    }

    @Test
    void catchAllShouldMakeItsDomainOneThatCannotBeListed() throws Exception {
        table.addAddressMapping(MappingSource.fromDomain(SHARED), "ann@example.com");

        scan();

        assertThat(of(SHARED)).isEqualTo(Coverage.NOT_LISTED);
        assertThat(of(OTHER)).isEqualTo(Coverage.GUARDED);
        assertThat(digest.size()).contains(0);
    }

    @Test
    void regexOfAWholeDomainShouldMakeItOneThatCannotBeListed() throws Exception {
        table.addRegexMapping(MappingSource.fromDomain(SHARED), "(.*)-sales@example.com:ann@example.com");

        scan();

        assertThat(of(SHARED)).isEqualTo(Coverage.NOT_LISTED);
    }

    @Test
    void domainAliasShouldMakeItsSourceOneThatCannotBeListed() throws Exception {
        table.addDomainAliasMapping(MappingSource.fromDomain(OTHER), SHARED);

        scan();

        assertThat(of(OTHER)).isEqualTo(Coverage.NOT_LISTED);
        assertThat(of(SHARED)).isEqualTo(Coverage.GUARDED);
    }

    @Test
    void nothingShouldBeListedWithoutVirtualHosting() throws Exception {
        use(MemoryUsersRepository.withoutVirtualHosting(domains), "ann");

        scan();

        assertThat(digest.domains()).isEmpty();
        assertThat(digest.size()).contains(0);
    }

    private void scan() throws Exception {
        scan(users);
    }

    private void scan(UsersRepository repository) throws Exception {
        new JamesScan(
                        new LocalAddresses(repository, table, List.of(SHARED, OTHER)::contains, false),
                        repository,
                        table,
                        () -> List.of(SHARED, OTHER),
                        () -> guarded)
                .into(digest);
    }

    private Coverage of(Domain domain) {
        return digest.domains().getOrDefault(domain, Coverage.NOT_LISTED);
    }

    private static MappingSource source(String address) throws Exception {
        return MappingSource.fromMailAddress(new MailAddress(address));
    }
}
