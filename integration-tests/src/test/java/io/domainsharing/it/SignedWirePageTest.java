// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.document.Fence;
import io.domainsharing.ownership.document.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page that says how answers are signed shows datagrams that are vectors, too. */
class SignedWirePageTest {
    private static final Path VECTORS =
            Path.of("minger-protocol/src/test/resources/io/domainsharing/minger/proofs.tsv");

    @Test
    void datagramsOfThePageShouldBeVectors() throws IOException {
        List<String> lines = Files.readAllLines(Checkout.root().resolve(VECTORS));
        List<Fence> datagrams = Page.read(Checkout.root(), "docs/signed-minger.md").fences().stream()
                .filter(fence -> fence.info().equals("datagram"))
                .toList();

        assertThat(datagrams).hasSize(2).allSatisfy(fence -> assertThat(lines)
                .anyMatch(line ->
                        List.of(line.split("\t", -1)).contains(fence.text().strip())));
    }
}
