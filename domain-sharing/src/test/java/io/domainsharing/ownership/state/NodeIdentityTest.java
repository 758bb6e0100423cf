// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIdentityTest {
    @Test
    void nodeShouldBeTheSameAfterARestart(@TempDir Path folder) {
        assertThat(NodeIdentity.in(folder, "paris-1")).isEqualTo(NodeIdentity.in(folder, "paris-1"));
    }

    @Test
    void nodeShouldBeAnotherInAnotherFolderAndOnAnotherMachine(@TempDir Path folder, @TempDir Path other) {
        NodeIdentity node = NodeIdentity.in(folder, "paris-1");

        assertThat(NodeIdentity.in(other, "paris-1")).isNotEqualTo(node);
        assertThat(NodeIdentity.in(folder, "paris-2")).isNotEqualTo(node);
    }

    @Test
    void damagedFileShouldBeReplaced(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(NodeIdentity.NAME), "half a num");

        NodeIdentity node = NodeIdentity.in(folder, "paris-1");

        assertThat(node.text()).doesNotContain("half").endsWith("@paris-1");
        assertThat(NodeIdentity.in(folder, "paris-1")).isEqualTo(node);
    }

    @Test
    void folderThatCannotBeUsedShouldGiveEachProcessAnIdentityOfItsOwn(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("no-folder"));

        assertThat(NodeIdentity.in(file, "paris-1")).isNotEqualTo(NodeIdentity.in(file, "paris-1"));
    }
}
