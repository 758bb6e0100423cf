// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.directory;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.LocalTrails;
import io.domainsharing.ownership.LocalTrails.Trail;
import java.util.Arrays;
import org.apache.james.core.MailAddress;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("O2")
class JamesLocalTrailsTest {
    private final MemoryRecipientRewriteTable table = new MemoryRecipientRewriteTable();
    private final JamesLocalTrails testee = new JamesLocalTrails(table);

    @Test
    void accountShouldBeItsOwnTrailWhateverIsMappedBesides() throws Exception {
        map("ann@example.com", Mapping.forward("ann@elsewhere.example"));

        assertThat(testee.of(address("ann@example.com"), LocalMatch.ACCOUNT)).isEqualTo(trail(0, "ann@example.com"));
    }

    @Test
    void aliasesShouldBeFollowedHopByHop() throws Exception {
        map("sales@example.com", Mapping.alias("shop@example.com"));
        map("shop@example.com", Mapping.alias("bob@example.com"));

        assertThat(testee.of(address("Sales@Example.com"), LocalMatch.ALIAS))
                .isEqualTo(trail(0, "sales@example.com", "shop@example.com", "bob@example.com"));
    }

    @Test
    void forwardsShouldEachBeToldOnceThoughTheyLeadInACircle() throws Exception {
        map("ann@example.com", Mapping.forward("ann@example.com"));
        map("ann@example.com", Mapping.forward("bob@example.com"));
        map("ann@example.com", Mapping.forward("carol@example.com"));
        map("bob@example.com", Mapping.forward("ann@example.com"));

        Trail trail = testee.of(address("ann@example.com"), LocalMatch.FORWARD);

        assertThat(trail.via().get(0)).isEqualTo(address("ann@example.com"));
        assertThat(trail.via())
                .containsExactlyInAnyOrder(
                        address("ann@example.com"), address("bob@example.com"), address("carol@example.com"));
    }

    @Test
    void groupShouldBeCountedAndNotOpened() throws Exception {
        map("list@example.com", Mapping.group("ann@example.com"));
        map("list@example.com", Mapping.group("bob@example.com"));
        map("team@example.com", Mapping.alias("list@example.com"));

        assertThat(testee.of(address("list@example.com"), LocalMatch.GROUP)).isEqualTo(trail(2, "list@example.com"));
        assertThat(testee.of(address("team@example.com"), LocalMatch.ALIAS))
                .isEqualTo(trail(0, "team@example.com", "list@example.com"));
    }

    @Test
    void errorMappingShouldLeadNowhere() throws Exception {
        map("gone@example.com", Mapping.error("left the company"));

        assertThat(testee.of(address("gone@example.com"), LocalMatch.ADDRESS)).isEqualTo(trail(0, "gone@example.com"));
    }

    @Test
    void longTrailShouldBeCutOff() throws Exception {
        for (int i = 0; i < 2 * LocalTrails.LONGEST; i++) {
            map("hop" + i + "@example.com", Mapping.alias("hop" + (i + 1) + "@example.com"));
        }

        assertThat(testee.of(address("hop0@example.com"), LocalMatch.ALIAS).via())
                .hasSize(LocalTrails.LONGEST)
                .startsWith(address("hop0@example.com"), address("hop1@example.com"));
    }

    @Test
    void failingTableShouldBeUnavailable() {
        JamesLocalTrails failing = new JamesLocalTrails(new MemoryRecipientRewriteTable() {
            @Override
            public Mappings getStoredMappings(MappingSource source) {
                throw new IllegalStateException("database down");
            }
        });

        assertThatThrownBy(() -> failing.of(address("sales@example.com"), LocalMatch.ALIAS))
                .isInstanceOf(DirectoryUnavailableException.class);
    }

    private void map(String source, Mapping mapping) {
        table.addMapping(MappingSource.parse(source), mapping);
    }

    private static Trail trail(int members, String... via) {
        return new Trail(
                Arrays.stream(via).<MailAddress>map(text -> address(text)).toList(), members);
    }
}
