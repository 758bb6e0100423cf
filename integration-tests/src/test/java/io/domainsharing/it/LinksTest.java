// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.document.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No link of a page leads nowhere. */
class LinksTest {
    private static final Path ROOT = Checkout.root();
    private static final List<String> FOLDERS = List.of(
            "", "benchmarks", "deploy", "docker", "docs", "docs/adr", "docs/recipes", "james-conf", "minger-protocol");

    static List<Page> pages() {
        return FOLDERS.stream().flatMap(LinksTest::pagesOf).toList();
    }

    private static Stream<Page> pagesOf(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(LinksTest::path)
                    .sorted()
                    .map(path -> Page.read(ROOT, path))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(Path file) {
        return ROOT.relativize(file.normalize()).toString();
    }

    @ParameterizedTest
    @MethodSource("pages")
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
                assertThat(Page.read(ROOT, path(target)).anchors())
                        .as("%s in %s", link, page.path())
                        .contains(parts[1]);
            }
        }
    }

    @Test
    void pagesShouldBeFound() {
        assertThat(pages())
                .extracting(Page::path)
                .contains("README.md", "docs/gateways.md", "docs/adr/0001-rooms-and-gates.md");
    }
}
