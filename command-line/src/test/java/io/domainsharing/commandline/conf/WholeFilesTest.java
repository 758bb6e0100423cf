// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.edit.EditedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** james-conf/ is what James brings and the lines that {@code install} adds to it, octet for octet. */
@Tag("O5")
class WholeFilesTest {
    private static final Path FOLDER = Path.of("../james-conf");
    /** Ours alone. */
    private static final List<String> OURS = List.of("README.md", "domainsharing.xml", "domainsharing.xsd");

    @Test
    void wholeFilesShouldBeThoseOfTheMemoryServerWithOurLines() throws IOException {
        assertThat(contents(FOLDER)).isEqualTo(installed(new StockConf("3.8", "memory")));
    }

    @Test
    void filesOfJpaOverThemShouldBeThoseOfThatServerWithOurLines() throws IOException {
        Map<String, String> layered = contents(FOLDER);
        layered.putAll(contents(FOLDER.resolve("jpa")));

        assertThat(layered).containsAllEntriesOf(installed(new StockConf("3.8", "jpa")));
    }

    @Test
    void filesOfOtherServersShouldBeTheirsWithOurLines() throws IOException {
        assertThat(installed(new StockConf("3.9", "postgres")))
                .containsAllEntriesOf(contents(FOLDER.resolve("postgres")));
        assertThat(installed(new StockConf("3.8", "distributed")))
                .containsAllEntriesOf(contents(FOLDER.resolve("distributed")));
        assertThat(contents(FOLDER.resolve("postgres"))).containsKey("mailetcontainer.xml");
        assertThat(contents(FOLDER.resolve("distributed"))).containsKey("mailetcontainer.xml");
    }

    private static Map<String, String> installed(StockConf stock) throws IOException {
        Map<String, String> files = contents(stock.folder());
        for (EditedText file :
                ConfEdits.of(stock.folder(), List.of("example.com")).files()) {
            files.put(file.name(), file.after().text());
        }
        return files;
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = String.valueOf(file.getFileName());
                if (!OURS.contains(name)) {
                    contents.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }
}
