// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.document.Fence;
import io.domainsharing.ownership.document.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The commands of the operators' pages, run in order against servers that are configured as {@code docs/manual-installation.md} says,
 * and their output compared with what the pages show.
 */
@Tag("O2")
@NeedsCommand({"bash", "curl"})
@ExtendWith(NoLeftovers.class)
class DocsIT {
    private static DocumentedServers servers;

    @BeforeAll
    static void start() {
        servers = new DocumentedServers();
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @TestFactory
    Stream<DynamicContainer> commandsShouldDoWhatThePagesSay() {
        PageRun run = new PageRun(servers);
        List<Page> pages = new ArrayList<>(Page.ofOperators(Checkout.root()));
        pages.add(Page.read(Checkout.root(), "README.md"));
        return pages.stream().map(page -> DynamicContainer.dynamicContainer(page.path(), tests(page, run)));
    }

    @TestFactory
    Stream<DynamicTest> classesInPiecesOfConfigurationShouldBeThoseOfAJamesWithTheJar() {
        return PagesTest.pages().stream()
                .flatMap(page -> page.fences().stream())
                .filter(PagesTest::isOfJames)
                .map(fence -> DynamicTest.dynamicTest(fence.toString(), () -> {
                    try (JamesClasses classes = new JamesClasses()) {
                        assertThat(classes.missing(fence.text())).isEmpty();
                    }
                }));
    }

    private static Stream<DynamicTest> tests(Page page, PageRun run) {
        List<Fence> fences = page.fences();
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < fences.size(); i++) {
            Fence fence = fences.get(i);
            Fence next = i + 1 < fences.size() ? fences.get(i + 1) : null;
            Fence output = next != null && next.has("output") ? next : null;
            boolean typed = fence.notRun() == null && Set.of("sh", "smtp").contains(fence.kind());
            if (typed || PagesTest.isLogOfAServer(fence)) {
                tests.add(DynamicTest.dynamicTest(fence.toString(), () -> run.run(fence, output)));
            }
        }
        return tests.stream();
    }
}
