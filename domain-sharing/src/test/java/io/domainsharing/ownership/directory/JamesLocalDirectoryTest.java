// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.directory;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalMatch;
import java.lang.reflect.Proxy;
import org.apache.james.core.Domain;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JamesLocalDirectoryTest {
    private static final Domain COM = Domain.of("example.com");

    private final MemoryRecipientRewriteTable table = new MemoryRecipientRewriteTable();
    private MemoryUsersRepository users;
    private JamesLocalDirectory testee;

    @BeforeEach
    void setUp() throws Exception {
        MemoryDomainList domains = noDomains();
        domains.addDomain(COM);
        domains.addDomain(Domain.of("example.org"));
        users = MemoryUsersRepository.withVirtualHosting(domains);
        users.addUser(Username.of("ann@example.com"), "secret");
        table.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
        testee = new JamesLocalDirectory(users, table);
    }

    // It detects nothing, so it asks no DNS.
    private static MemoryDomainList noDomains() throws Exception {
        MemoryDomainList domains = new MemoryDomainList(null);
        domains.configure(DomainListConfiguration.builder()
                .autoDetect(false)
                .autoDetectIp(false)
                .build());
        return domains;
    }

    private void map(String source, Mapping mapping) {
        table.addMapping(MappingSource.parse(source), mapping);
    }

    @Test
    void accountShouldBeFoundWhateverTheCase() throws Exception {
        assertThat(testee.exact(address("Ann@EXAMPLE.com"))).contains(LocalMatch.ACCOUNT);
        assertThat(testee.exact(address("bob@example.com"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "alias:ann@example.com,ALIAS",
        "group:ann@example.com,GROUP",
        "forward:ann@example.org,FORWARD",
        "ann@example.com,ADDRESS",
        "regex:(.*)@x:${1}@example.com,ADDRESS",
        "error:554 no,ADDRESS"
    })
    void mappingsOfExactlyThisSourceShouldBeFound(String mapping, LocalMatch expected) throws Exception {
        map("Sales@example.com", Mapping.of(mapping));

        assertThat(testee.exact(address("sales@Example.com"))).contains(expected);
        assertThat(testee.catchAll(address("sales@example.com"))).isFalse();
    }

    @Test
    void aWildcardShouldBeACatchAllOnly() throws Exception {
        map("*@example.com", Mapping.address("ann@example.com"));

        assertThat(testee.exact(address("bob@example.com"))).isEmpty();
        assertThat(testee.catchAll(address("bob@example.com"))).isTrue();
        assertThat(testee.catchAll(address("bob@example.org"))).isFalse();
    }

    @Test
    void theAddressStarShouldNotMatchTheWildcardExactly() throws Exception {
        map("*@example.com", Mapping.address("ann@example.com"));

        assertThat(testee.exact(address("*@example.com"))).isEmpty();
    }

    @Test
    void anAddressInADomainAliasShouldBeACatchAllOnly() throws Exception {
        map("*@example.org", Mapping.domainAlias(COM));

        assertThat(testee.exact(address("ann@example.org"))).isEmpty();
        assertThat(testee.catchAll(address("ann@example.org"))).isTrue();
    }

    @Test
    void aDomainMappingShouldBeACatchAll() throws Exception {
        map("*@example.org", Mapping.domain(COM));

        assertThat(testee.catchAll(address("ann@example.org"))).isTrue();
    }

    @Test
    void aQuotedLocalPartShouldBeAnAddressOfItsOwn() throws Exception {
        map("\"ann b\"@example.com", Mapping.alias("ann@example.com"));

        assertThat(testee.exact(address("\"Ann B\"@example.com"))).contains(LocalMatch.ALIAS);
        assertThat(testee.exact(address("\"ann\"@example.com"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a@b\"@example.com", "\"ann@example.com\"@example.com"})
    void anAddressThatJamesCannotNameShouldNotExist(String address) throws Exception {
        assertThat(testee.exact(address(address))).isEmpty();
    }

    @Test
    void anAddressTooLongForAUserNameShouldNotExist() throws Exception {
        assertThat(testee.exact(address("a".repeat(300) + "@example.com"))).isEmpty();
    }

    @Test
    void withoutVirtualHostingTheLocalPartShouldBeTheUser() throws Exception {
        MemoryUsersRepository flat = MemoryUsersRepository.withoutVirtualHosting(noDomains());
        flat.addUser(Username.of("ann"), "secret");

        assertThat(new JamesLocalDirectory(flat, table).exact(address("Ann@example.com")))
                .contains(LocalMatch.ACCOUNT);
    }

    @Test
    void aFailingTableShouldBeUnavailableAndNeverUnknown() {
        JamesLocalDirectory failing = new JamesLocalDirectory(users, new MemoryRecipientRewriteTable() {
            @Override
            public Mappings getStoredMappings(MappingSource source) {
                throw new IllegalStateException("database down");
            }
        });

        assertThatThrownBy(() -> failing.exact(address("bob@example.com")))
                .isInstanceOf(DirectoryUnavailableException.class);
        assertThatThrownBy(() -> failing.catchAll(address("bob@example.com")))
                .isInstanceOf(DirectoryUnavailableException.class);
    }

    @Test
    void failingUsersShouldBeUnavailableEvenWithAnIllegalArgument() {
        UsersRepository failingUsers = (UsersRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {UsersRepository.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("contains")) {
                        throw new IllegalArgumentException("bad driver");
                    }
                    return method.invoke(users, arguments);
                });

        assertThatThrownBy(() -> new JamesLocalDirectory(failingUsers, table).exact(address("bob@example.com")))
                .isInstanceOf(DirectoryUnavailableException.class);
    }
}
