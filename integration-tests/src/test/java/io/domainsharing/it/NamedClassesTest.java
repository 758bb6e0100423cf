// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.document.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages for those who change the code name classes that there are. */
class NamedClassesTest {
    /** {@code MingerClient}, also where {@code MingerClient.ask} or {@code MingerClient(...)} is written. */
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][A-Za-z0-9]*)+)[`.(]");

    /** Java's own. */
    private static final Set<String> OF_JAVA = Set.of("CompletionStage", "LongSupplier");

    /** James's own. */
    private static final Set<String> OF_JAMES = Set.of("MailAddress");

    @ParameterizedTest
    @ValueSource(strings = {"CONCURRENCY.md", "CONTRIBUTING.md"})
    void pageShouldNameClassesThatThereAre(String path) throws IOException {
        Set<String> named = Page.read(Checkout.root(), path).outsideFences().stream()
                .flatMap(line -> CLASS.matcher(line).results())
                .map((MatchResult name) -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        named.removeAll(OF_JAVA);
        named.removeAll(OF_JAMES);

        assertThat(named).hasSizeGreaterThan(5).isSubsetOf(classes());
    }

    private static Set<String> classes() throws IOException {
        Set<String> classes = new TreeSet<>();
        try (Stream<Path> modules = Files.list(Checkout.root())) {
            List<Path> sources = modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList();
            for (Path folder : sources) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> name.endsWith(".java"))
                            .map(name -> name.replace(".java", ""))
                            .forEach(classes::add);
                }
            }
        }
        return classes;
    }
}
