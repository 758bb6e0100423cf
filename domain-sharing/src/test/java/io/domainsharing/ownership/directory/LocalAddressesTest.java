// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

@Tag("D4")
class LocalAddressesTest {
    private static final Domain SHARED = Domain.of("example.com");
    private static final Domain PRIVATE = Domain.of("private.example");

    private final MemoryRecipientRewriteTable table = new MemoryRecipientRewriteTable();
    private MemoryUsersRepository users;

    @BeforeEach
    void setUp() throws Exception {
        MemoryDomainList domains = new MemoryDomainList(null);
        domains.configure(DomainListConfiguration.builder()
                .autoDetect(false)
                .autoDetectIp(false)
                .build());
        domains.addDomain(SHARED);
        domains.addDomain(PRIVATE);
        users = MemoryUsersRepository.withVirtualHosting(domains);
        users.addUser(Username.of("ann@example.com"), "secret");
        users.addUser(Username.of("ann@private.example"), "secret");
        table.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
        table.setUsersRepository(users);
        table.setDomainList(domains);
    }

    @Test
    void accountsAndSourcesOfEveryMappingShouldBeListed() throws Exception {
        table.addAliasMapping(source("alias@example.com"), "ann@example.com");
        table.addForwardMapping(source("forward@example.com"), "ann@example.com");
        table.addAddressMapping(source("address@example.com"), "ann@example.com");
        table.addRegexMapping(source("regex@example.com"), "regex(.*)@example.com:ann@example.com");
        table.addErrorMapping(source("error@example.com"), "550 gone");
        table.addGroupMapping(source("group@example.com"), "ann@example.com");

        assertThat(addresses(false))
                .containsExactlyInAnyOrder(
                        "ann@example.com",
                        "alias@example.com",
                        "forward@example.com",
                        "address@example.com",
                        "regex@example.com",
                        "error@example.com",
                        "group@example.com");
    }

    @Test
    void accountShouldBeListedOnceWhenItHasAForward() throws Exception {
        table.addForwardMapping(source("ann@example.com"), "ann@elsewhere.example");

        assertThat(addresses(false)).containsExactly("ann@example.com");
    }

    @Test
    void groupShouldBeLeftOutWhenGroupsAreShared() throws Exception {
        table.addGroupMapping(source("group@example.com"), "ann@example.com");

        assertThat(addresses(true)).containsExactly("ann@example.com");
    }

    @Test
    void domainsThatAreNotSharedAndCatchAllsShouldBeLeftOut() throws Exception {
        table.addAliasMapping(source("alias@private.example"), "ann@private.example");
        table.addAddressMapping(MappingSource.fromDomain(SHARED), "ann@example.com");
        table.addDomainMapping(MappingSource.fromDomain(SHARED), PRIVATE);

        assertThat(addresses(false)).containsExactly("ann@example.com");
    }

    @Test
    void regexMappingsOfSharedDomainsShouldBeCounted() throws Exception {
        table.addRegexMapping(MappingSource.fromDomain(SHARED), "(.*)x@example.com:ann@example.com");
        table.addRegexMapping(MappingSource.fromDomain(SHARED), "(.*)y@example.com:ann@example.com");
        table.addRegexMapping(MappingSource.fromDomain(PRIVATE), "(.*)z@private.example:ann@private.example");
        table.addRegexMapping(source("regex@example.com"), "regex(.*)@example.com:ann@example.com");

        assertThat(testee(false).regexMappings()).isEqualTo(2);
    }

    @Test
    void mappingsShouldBeReadWhereBlockingIsAllowedWhenAccountsComeOnADriversThread() throws Exception {
        BlockingTable blocking = new BlockingTable();
        blocking.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
        blocking.addMapping(source("alias@example.com"), Mapping.alias("ann@example.com"));
        LocalAddresses testee = new LocalAddresses(onDriversThread(users), blocking, SHARED::equals, false);

        assertThat(testee.all(Schedulers.boundedElastic())
                        .map(MailAddress::asString)
                        .collectList()
                        .block(Duration.ofSeconds(30)))
                .containsExactly("ann@example.com", "alias@example.com");
    }

    /** As James's tables over a database do: its reactive driver is waited for. */
    private static final class BlockingTable extends MemoryRecipientRewriteTable {
        @Override
        public Map<MappingSource, Mappings> getAllMappings() {
            if (Schedulers.isInNonBlockingThread()) {
                throw new IllegalStateException("block() is not supported in " + Thread.currentThread());
            }
            return super.getAllMappings();
        }
    }

    private static UsersRepository onDriversThread(UsersRepository users) {
        return (UsersRepository) Proxy.newProxyInstance(
                LocalAddressesTest.class.getClassLoader(),
                new Class<?>[] {UsersRepository.class},
                (self, method, values) -> method.getName().equals("listReactive")
                        ? Flux.from(users.listReactive()).publishOn(Schedulers.parallel())
                        : method.invoke(users, values));
    }

    private List<String> addresses(boolean groupsAreShared) {
        return testee(groupsAreShared)
                .all(Schedulers.immediate())
                .map(MailAddress::asString)
                .collectList()
                .block();
    }

    private LocalAddresses testee(boolean groupsAreShared) {
        return new LocalAddresses(users, table, SHARED::equals, groupsAreShared);
    }

    private static MappingSource source(String address) {
        return MappingSource.fromUser(Username.of(address));
    }
}
