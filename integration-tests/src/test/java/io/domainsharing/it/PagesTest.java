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

/** No block of the operators' pages escapes the tests. */
class PagesTest {
    private static final Path ROOT = Checkout.root();

    /** What is not run, by page: whoever adds one says so here too. */
    private static final Set<String> NOT_RUN = new TreeSet<>(Set.of(
            "deploy/README.md: it needs a cluster",
            "deploy/README.md: it needs systemd and a James with a unit",
            "docker/README.md: it needs a container engine",
            "docker/README.md: it needs a container engine. The commands are those of docs/getting-started.md with the ports of"
                    + " compose.yaml",
            "docs/command-line.md: the folders are yours",
            "docs/compatibility.md: they are what it runs",
            "docs/getting-started.md: InstallIT runs it, on servers of its own",
            "docs/getting-started.md: they run from what it builds",
            "docs/getting-started.md: they start James from Maven Central's libraries, with the same settings and other ports",
            "docs/libraries.md: it downloads a database that changes every day",
            "docs/manual-installation.md: PatchesTest applies the patches to what James brings",
            "docs/manual-installation.md: they run from what it builds",
            "docs/metrics.md: it needs a Prometheus",
            "docs/minger-torture.md: MisbehaviourTest has our own client meet all of it",
            "docs/minger-torture.md: ServerTrialTest tries our own server with all of it",
            "docs/mixed-sites.md: it needs an MDaemon",
            "docs/moving-a-mailbox.md: it needs imapsync",
            "docs/releasing.md: .ci/reproducible runs it, in folders of its own",
            "docs/releasing.md: ReleasedFilesIT compares each sum",
            "docs/releasing.md: it needs a key"));

    /** How often a reason is given twice. */
    private static final int BLOCKS_NOT_RUN = NOT_RUN.size() + 2;

    /** The blocks that a test of their own takes: of pages that DocsIT does not run, all of them. */
    private static final List<Taken> TAKEN = List.of(
            new Taken("docs/command-line.md", "\n$ domain-sharing ", "DocumentedCommandsTest"),
            new Taken("docs/etrn.md", "dialogue\n", "EtrnIT"),
            new Taken("docs/metrics.md", "promql\n", "MetricsIT"),
            new Taken("docs/signed-minger.md", "datagram\n", "SignedWirePageTest"));

    /** @param beginning of the kind and the text below it */
    private record Taken(String page, String beginning, String test) {
        boolean has(Fence fence) {
            return fence.page().equals(page) && (fence.info() + '\n' + fence.text()).startsWith(beginning);
        }
    }

    static List<Page> pages() {
        List<Page> pages = new ArrayList<>(Page.ofOperators(ROOT));
        pages.add(Page.read(ROOT, "docker/README.md"));
        pages.add(Page.read(ROOT, "deploy/README.md"));
        return pages;
    }

    static List<Page> recipes() {
        return Stream.of("exim", "postfix")
                .map(name -> Page.read(ROOT, "docs/recipes/" + name + ".md"))
                .toList();
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
            assertThat(fence.notRun() != null ? fence.kind().equals("sh") : isTaken(fence) || isRun(fence, before))
                    .as("%s is run or read by a test, as docs/README.md says", fence)
                    .isTrue();
        }
    }

    private static boolean isTaken(Fence fence) {
        return TAKEN.stream().anyMatch(taken -> taken.has(fence));
    }

    private static boolean isRun(Fence fence, Fence before) {
        return switch (fence.kind()) {
            case "xml" -> fence.asSharing().isPresent() || isOfJames(fence);
            case "sh" -> fence.words().stream().allMatch(word -> word.matches("paris|tokyo|austin|await|exit=\\d+"));
            case "smtp" -> fence.info().matches("smtp (paris|tokyo|austin)( from=(paris|tokyo|austin))?");
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
    void onlyKnownBlocksShouldNotBeRun() throws IOException {
        List<String> notRun = Stream.concat(pages().stream(), otherPages().stream())
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

    @ParameterizedTest
    @MethodSource("otherPages")
    void blockOfAnotherPageShouldBeTakenByItsTestOrSayThatItIsNotRun(Page page) {
        assertThat(page.fences()).allSatisfy(fence -> assertThat(fence.notRun() != null || isTaken(fence))
                .as(
                        "%s is run or read: name its test in TAKEN, its page in Page.OPERATORS, or say above it why not",
                        fence)
                .isTrue());
    }

    @Test
    void testThatTakesBlocksShouldNameThemAndThereShouldBeSome() throws IOException {
        List<Fence> fences = pagesOfFolder().stream()
                .flatMap(page -> page.fences().stream())
                .filter(fence -> fence.notRun() == null)
                .toList();
        for (Taken taken : TAKEN) {
            assertThat(testSources(path -> path.endsWith(taken.test() + ".java")))
                    .as(taken.test())
                    .contains(taken.page(), taken.beginning().strip());
            assertThat(fences).as(taken.toString()).anyMatch(taken::has);
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
        assertThat(pages().stream().flatMap(page -> page.fences().stream())).hasSizeGreaterThan(115);
    }
}
