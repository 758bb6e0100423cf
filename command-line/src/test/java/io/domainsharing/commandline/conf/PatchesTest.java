// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.domainsharing.commandline.edit.EditedText;
import io.domainsharing.commandline.edit.UnifiedDiff;
import java.io.File;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** james-conf/patches/ is what {@code install} does to the sample files of each of James's servers. */
@Tag("O5")
class PatchesTest {
    private static final Path FOLDER = Path.of("../james-conf/patches");

    private static List<StockConf> all() {
        return StockConf.all().toList();
    }

    private static Path patch(StockConf stock) {
        return FOLDER.resolve(stock.release() + "-" + stock.server() + ".patch");
    }

    @ParameterizedTest
    @MethodSource("all")
    void patchShouldBeTheDiffThatInstallShows(StockConf stock) throws IOException {
        StringBuilder diff = new StringBuilder();
        for (EditedText file : ConfEdits.of(stock.folder(), List.of()).files()) {
            UnifiedDiff.of(file).forEach(line -> diff.append(line).append('\n'));
        }

        assertThat(Files.readString(patch(stock), StandardCharsets.ISO_8859_1)).isEqualTo(diff.toString());
    }

    @ParameterizedTest
    @MethodSource("all")
    void patchShouldMakeOfStockFilesWhatInstallMakesOfThem(StockConf stock, @TempDir Path folder) throws Exception {
        Path conf = stock.copyTo(folder.resolve("conf"));
        Map<String, String> expected = contents(conf);
        ConfEdits.of(conf, List.of())
                .files()
                .forEach(file -> expected.put(file.name(), file.after().text()));
        assumeTrue(isThere("patch"), "there is no patch here");

        Process process = new ProcessBuilder("patch", "-p1", "-s")
                .directory(conf.toFile())
                .redirectInput(patch(stock).toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(contents(conf)).isEqualTo(expected);
    }

    @Test
    void patchesShouldBeThoseOfTheSampleFoldersAndNoOthers() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files)
                    .containsExactlyInAnyOrderElementsOf(
                            all().stream().map(PatchesTest::patch).toList());
        }
    }

    private static boolean isThere(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(String.valueOf(file.getFileName()), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }
}
