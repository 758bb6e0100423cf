// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.document.Fence;
import io.domainsharing.ownership.document.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No block of the operators' pages escapes the tests, and no link leads nowhere. */
class PagesTest {
    private static final Path ROOT = Checkout.root();

    /** What is not run, by page: whoever adds one says so here too. */
    private static final Set<String> NOT_RUN = new TreeSet<>(Set.of(
            "docker/README.md: it needs a container engine",
            "docker/README.md: it needs a container engine. The commands are those of docs/getting-started.md with the ports of"
                    + " compose.yaml",
            "docs/getting-started.md: they run from what it builds",
            "docs/getting-started.md: they start James from Maven Central's libraries, with the same settings and other ports",
            "docs/mixed-sites.md: it needs an MDaemon",
            "docs/moving-a-mailbox.md: it needs imapsync"));

    /** How often a reason is given twice. */
    private static final int BLOCKS_NOT_RUN = NOT_RUN.size() + 1;

    static List<Page> pages() {
        List<Page> pages = new ArrayList<>(Page.ofOperators(ROOT));
        pages.add(Page.read(ROOT, "docker/README.md"));
        return pages;
    }

    static List<Page> recipes() {
        return Stream.of("exim", "postfix")
                .map(name -> Page.read(ROOT, "docs/recipes/" + name + ".md"))
                .toList();
    }

    static List<Page> linkedPages() {
        List<Page> pages = new ArrayList<>(pages());
        pages.addAll(recipes());
        pages.add(Page.read(ROOT, "README.md"));
        pages.add(Page.read(ROOT, "james-conf/README.md"));
        return pages;
    }

    /** A block that DocsIT looks for in the log of one of its servers. */
    static boolean isLogOfAServer(Fence fence) {
        return fence.kind().equals("log") && !fence.has("mistake");
    }

    /** A block whose classes DocsIT looks up. */
    static boolean isOfJames(Fence fence) {
        return fence.kind().equals("xml") && JamesClasses.ELEMENTS.contains(fence.firstElement());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void blocksShouldBeOfAKindThatATestRuns(Page page) {
        List<Fence> fences = page.fences();
        for (int i = 0; i < fences.size(); i++) {
            Fence fence = fences.get(i);
            Fence before = i == 0 ? fence : fences.get(i - 1);
            assertThat(fence.notRun() != null ? fence.kind().equals("sh") : isRun(fence, before))
                    .as("%s is run or read by a test, as docs/README.md says", fence)
                    .isTrue();
        }
    }

    private static boolean isRun(Fence fence, Fence before) {
        return switch (fence.kind()) {
            case "xml" -> fence.asSharing().isPresent() || isOfJames(fence);
            case "sh" -> fence.words().stream().allMatch(word -> word.matches("paris|tokyo|austin|await|exit=\\d+"));
            case "smtp" -> fence.info().matches("smtp (paris|tokyo|austin)");
            case "text", "json" -> fence.info().endsWith(" output")
                    && before.kind().equals("sh")
                    && before.notRun() == null;
            case "log" -> fence.has("mistake")
                    ? before.info().equals("xml mistake")
                    : fence.info().matches("log (paris|tokyo|austin)");
            default -> false;
        };
    }

    @Test
    void onlyKnownBlocksShouldNotBeRun() {
        List<String> notRun = pages().stream()
                .flatMap(page -> page.fences().stream())
                .filter(fence -> fence.notRun() != null)
                .map(fence -> fence.page() + ": " + fence.notRun())
                .toList();

        assertThat(new TreeSet<>(notRun)).isEqualTo(NOT_RUN);
        assertThat(notRun).hasSize(BLOCKS_NOT_RUN);
    }

    /** The tests of the recipes take them by name. */
    @ParameterizedTest
    @MethodSource("recipes")
    void blockOfARecipeShouldBeTakenByItsTest(Page page) throws IOException {
        String name = nameOf(page).replace(".md", "");
        String sources = testSources(path -> path.toString().endsWith("Servers.java"));

        assertThat(page.fences().stream().map(Fence::info))
                .doesNotHaveDuplicates()
                .allSatisfy(info -> assertThat(sources).contains("Recipe.of(\"" + name + "\", \"" + info + "\")"));
    }

    /** Pages of others, such as lists of what is promised: they have a test of their own where they have blocks. */
    @ParameterizedTest
    @MethodSource("otherPages")
    void blocksOfAnotherPageShouldBeHeldByATestThatNamesIt(Page page) throws IOException {
        if (!page.fences().isEmpty()) {
            assertThat(testSources(path -> !path.endsWith("PagesTest.java")))
                    .as("%s has blocks that no test runs: name it in one, or in Page.OPERATORS", page)
                    .contains(nameOf(page));
        }
    }

    static List<Page> otherPages() throws IOException {
        Set<String> operators = Page.ofOperators(ROOT).stream().map(Page::path).collect(Collectors.toSet());
        return pagesOfFolder().stream()
                .filter(page -> !operators.contains(page.path()))
                .toList();
    }

    private static List<Page> pagesOfFolder() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .sorted()
                    .map(name -> Page.read(ROOT, "docs/" + name))
                    .toList();
        }
    }

    private static String testSources(Predicate<Path> which) throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path tests : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(tests)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .filter(which)
                            .toList()) {
                        sources.append(Files.readString(file));
                    }
                }
            }
        }
        return sources.toString();
    }

    private static String nameOf(Page page) {
        return String.valueOf(Path.of(page.path()).getFileName());
    }

    @ParameterizedTest
    @MethodSource("linkedPages")
    void linksShouldLeadSomewhere(Page page) {
        Path file = ROOT.resolve(page.path());
        for (String link : page.links()) {
            if (link.matches("https?://.*")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]);
            assertThat(target).as("%s in %s", link, page.path()).exists();
            if (parts.length == 2) {
                String path = ROOT.relativize(target.normalize()).toString();
                assertThat(Page.read(ROOT, path).anchors())
                        .as("%s in %s", link, page.path())
                        .contains(parts[1]);
            }
        }
    }

    @Test
    void indexShouldHaveEveryPage() throws IOException {
        Set<String> index = Page.read(ROOT, "docs/README.md").links().stream()
                .filter(link -> link.matches("[a-z-]+\\.md"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(index)
                .isEqualTo(pagesOfFolder().stream()
                        .map(PagesTest::nameOf)
                        .filter(name -> !name.equals("README.md"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyPageShouldHaveItsBlocksFound() {
        assertThat(pages().stream().flatMap(page -> page.fences().stream())).hasSizeGreaterThan(90);
    }
}
