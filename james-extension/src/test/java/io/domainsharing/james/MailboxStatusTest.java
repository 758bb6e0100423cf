// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.minger.MingerStatus;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaManager.Quotas;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("M3")
class MailboxStatusTest {
    private static final MingerStatus ACTIVE = MingerStatus.EXISTS;
    private static final MingerStatus NOT_NOW = MingerStatus.EXISTS_BUT_CANNOT_RECEIVE;
    private static final String ANN = "ann@example.com";
    private static final String ABROAD = "ann@elsewhere.example";

    private final MemoryRecipientRewriteTable table = new MemoryRecipientRewriteTable();
    private final Map<String, Quotas> quotas = new HashMap<>();
    private final MemoryDomainList domains = new MemoryDomainList(null);
    private MemoryUsersRepository users;

    @BeforeEach
    void setUp() throws Exception {
        domains.configure(DomainListConfiguration.builder()
                .autoDetect(false)
                .autoDetectIp(false)
                .build());
        domains.addDomain(Domain.of("example.com"));
        domains.addDomain(Domain.of("private.example"));
        users = MemoryUsersRepository.withVirtualHosting(domains);
        users.addUser(Username.of(ANN), "secret");
        users.addUser(Username.of("bob@example.com"), "secret");
        table.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
        table.setUsersRepository(users);
        table.setDomainList(domains);
        use(ANN, 0, 10, 0, 1000);
        use("bob@example.com", 0, 10, 0, 1000);
    }

    @Test
    void accountShouldBeActiveWhenItHasRoom() throws Exception {
        use(ANN, 9, 10, 999, 1000);

        assertThat(status(ANN)).isEqualTo(ACTIVE);
    }

    @Test
    void accountShouldTakeNoMailWhenItsNumberOfMessagesIsReached() throws Exception {
        use(ANN, 10, 10, 0, 1000);

        assertThat(status(ANN)).isEqualTo(NOT_NOW);
        assertThat(status("Ann@EXAMPLE.com")).isEqualTo(NOT_NOW);
    }

    @Test
    void accountShouldTakeNoMailWhenItsStorageIsReached() throws Exception {
        use(ANN, 1, 10, 1000, 1000);

        assertThat(status(ANN)).isEqualTo(NOT_NOW);
    }

    @Test
    void aliasShouldFollowItsAccount() throws Exception {
        table.addAliasMapping(source("alias@example.com"), ANN);
        assertThat(status("alias@example.com")).isEqualTo(ACTIVE);

        full(ANN);
        assertThat(status("alias@example.com")).isEqualTo(NOT_NOW);

        table.addAliasMapping(source("alias@example.com"), "bob@example.com");
        assertThat(status("alias@example.com")).as("bob has room").isEqualTo(ACTIVE);
    }

    @Test
    void fullAccountShouldBeActiveWhenItForwardsToAnother() throws Exception {
        full(ANN);
        table.addForwardMapping(source(ANN), "bob@example.com");

        assertThat(status(ANN)).isEqualTo(ACTIVE);
    }

    @Test
    void fullAccountShouldTakeNoMailWhenItKeepsACopyAndItsOtherTargetIsNoHelp() throws Exception {
        full(ANN);
        table.addForwardMapping(source(ANN), ANN);

        assertThat(status(ANN)).isEqualTo(NOT_NOW);
    }

    @Test
    void foreignAliasesShouldBeActiveUnlessSwitchedOff() throws Exception {
        table.addAliasMapping(source("alias@example.com"), ABROAD);
        table.addForwardMapping(source("forward@example.com"), ABROAD);
        table.addAddressMapping(source("address@example.com"), ABROAD);

        for (String foreign : new String[] {"alias@example.com", "forward@example.com", "address@example.com"}) {
            assertThat(status(foreign)).isEqualTo(ACTIVE);
            assertThat(testee(false).of(address(foreign))).isEqualTo(NOT_NOW);
        }
    }

    @Test
    void aliasShouldBeNoForeignOneWhenOneTargetIsOursOrItIsAGroup() throws Exception {
        table.addAliasMapping(source("mixed@example.com"), ABROAD);
        table.addAliasMapping(source("mixed@example.com"), ANN);
        table.addAliasMapping(source("unshared@example.com"), "carl@private.example");
        table.addAliasMapping(source("colleague@example.com"), "carol@example.com");
        table.addGroupMapping(source("list@example.com"), ABROAD);

        for (String ours :
                new String[] {"mixed@example.com", "unshared@example.com", "colleague@example.com", "list@example.com"
                }) {
            assertThat(testee(false).of(address(ours))).as(ours).isEqualTo(ACTIVE);
        }
    }

    @Test
    void nothingShouldBeSaidWhenTheQuotaStoreFails() {
        quotas.clear();

        assertThatThrownBy(() -> status(ANN)).isInstanceOf(MailboxException.class);
    }

    private void full(String user) {
        use(user, 10, 10, 0, 1000);
    }

    private void use(String user, long messages, long messageLimit, long octets, long octetLimit) {
        quotas.put(
                user,
                new Quotas(
                        Quota.<QuotaCountLimit, QuotaCountUsage>builder()
                                .used(QuotaCountUsage.count(messages))
                                .computedLimit(QuotaCountLimit.count(messageLimit))
                                .build(),
                        Quota.<QuotaSizeLimit, QuotaSizeUsage>builder()
                                .used(QuotaSizeUsage.size(octets))
                                .computedLimit(QuotaSizeLimit.size(octetLimit))
                                .build()));
    }

    private MingerStatus status(String text) throws Exception {
        return testee(true).of(address(text));
    }

    private MailboxStatus testee(boolean foreignAliases) {
        return new MailboxStatus(
                users,
                table,
                proxy(QuotaManager.class, root -> {
                    Quotas known = quotas.get(((QuotaRoot) root).getValue());
                    if (known == null) {
                        throw new MailboxException("quota store down");
                    }
                    return known;
                }),
                proxy(
                        UserQuotaRootResolver.class,
                        username -> QuotaRoot.quotaRoot(((Username) username).asString(), Optional.empty())),
                Domain.of("example.com")::equals,
                domains,
                foreignAliases);
    }

    private static MappingSource source(String address) {
        return MappingSource.fromUser(Username.of(address));
    }

    private interface Answer {
        Object to(Object argument) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> answer.to(values[0])));
    }
}
