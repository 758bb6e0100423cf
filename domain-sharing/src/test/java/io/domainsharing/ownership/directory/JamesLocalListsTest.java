// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.directory;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalLists.Reach;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D9")
class JamesLocalListsTest {
    private final MemoryRecipientRewriteTable table = new MemoryRecipientRewriteTable();
    private final JamesLocalLists testee = new JamesLocalLists(table);

    @Test
    void groupShouldBeAListWithItsMembers() throws Exception {
        map("sales@example.com", Mapping.group("ann@example.com"));
        map("sales@example.com", Mapping.group("bob@elsewhere.example"));

        assertReach("Sales@Example.com", lists("sales@example.com"), "ann@example.com", "bob@elsewhere.example");
    }

    @Test
    void accountShouldBeNoList() throws Exception {
        assertReach("ann@example.com", lists(), "ann@example.com");
    }

    @Test
    void groupsInGroupsAndBehindAliasesShouldBeLists() throws Exception {
        map("all@example.com", Mapping.group("sales@example.com"));
        map("all@example.com", Mapping.group("carl@example.com"));
        map("sales@example.com", Mapping.group("ann@example.com"));
        map("everybody@example.com", Mapping.alias("all@example.com"));

        assertReach(
                "everybody@example.com",
                lists("all@example.com", "sales@example.com"),
                "ann@example.com",
                "carl@example.com");
    }

    @Test
    void forwardThatKeepsACopyShouldReachBoth() throws Exception {
        map("sales@example.com", Mapping.group("ann@example.com"));
        map("ann@example.com", Mapping.forward("ann@example.com"));
        map("ann@example.com", Mapping.forward("ann@elsewhere.example"));

        assertReach("sales@example.com", lists("sales@example.com"), "ann@example.com", "ann@elsewhere.example");
    }

    @Test
    void circleShouldEnd() throws Exception {
        map("a@example.com", Mapping.group("b@example.com"));
        map("b@example.com", Mapping.group("a@example.com"));
        map("b@example.com", Mapping.group("ann@example.com"));

        assertReach("a@example.com", lists("a@example.com", "b@example.com"), "ann@example.com");
    }

    @Test
    void domainAliasShouldBeFollowedForMembersAndWhereTheCallerSaysSo() throws Exception {
        map("*@example.org", Mapping.domainAlias(Domain.of("example.com")));
        map("sales@example.com", Mapping.group("ann@example.com"));
        map("all@example.com", Mapping.group("sales@example.org"));

        assertReach("all@example.com", lists("all@example.com", "sales@example.com"), "ann@example.com");
        assertReach("sales@example.org", lists(), "sales@example.org");
        assertThat(testee.reachOf(address("sales@example.org"), true).lists())
                .containsExactly(address("sales@example.com"));
    }

    @Test
    void addressThatJamesCannotNameShouldLeadNowhere() throws Exception {
        map("*@example.com", Mapping.group("ann@example.com"));

        assertReach("\"a@b\"@example.com", lists(), "\"a@b\"@example.com");
        assertReach("*@example.com", lists(), "*@example.com");
    }

    @Test
    void failingTableShouldBeUnavailableAndNeverNoList() {
        JamesLocalLists failing = new JamesLocalLists(new MemoryRecipientRewriteTable() {
            @Override
            public Mappings getStoredMappings(MappingSource source) {
                throw new IllegalStateException("database down");
            }
        });

        assertThatThrownBy(() -> failing.reachOf(address("sales@example.com"), false))
                .isInstanceOf(DirectoryUnavailableException.class);
    }

    private void map(String source, Mapping mapping) {
        table.addMapping(MappingSource.parse(source), mapping);
    }

    private void assertReach(String from, Set<MailAddress> lists, String... members) throws Exception {
        Reach reach = testee.reachOf(address(from), false);
        assertThat(reach.lists()).isEqualTo(lists);
        assertThat(reach.members()).isEqualTo(lists(members));
    }

    private static Set<MailAddress> lists(String... addresses) {
        return Arrays.stream(addresses).map(text -> address(text)).collect(Collectors.toSet());
    }
}
