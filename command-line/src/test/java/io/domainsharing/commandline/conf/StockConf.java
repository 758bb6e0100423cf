// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The {@code conf/} of a James without Domain Sharing. The project's own is that of {@code james-conf/} with the marked lines taken off;
 * {@code -Djames.samples} adds folders of sample files as James brings them, with the platform's path separator between them.
 *
 * @param layers folders, each over the one before
 */
public record StockConf(List<Path> layers) {
    private static final Path OWN = Path.of("../integration-tests/stock-james/conf");
    private static final Set<String> OF_DOMAIN_SHARING = Set.of("domainsharing.xml", "domainsharing.xsd", "README.md");

    /** The project's own. */
    public static StockConf own() {
        return new StockConf(List.of(Path.of("../james-conf"), OWN));
    }

    /** Every one that there is. */
    public static Stream<StockConf> all() {
        String samples = System.getProperty("james.samples", "");
        return Stream.concat(
                Stream.of(own()),
                Stream.of(samples.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> new StockConf(List.of(Path.of(folder)))));
    }

    /** The folder with those that {@code install} changes. */
    public Path folder() {
        return layers.get(layers.size() - 1);
    }

    /** Of the James that it is for: 3.9 where its folder says so. */
    public String release() {
        return folder().toString().contains("3.9") ? "3.9" : "3.8";
    }

    /** Those that {@code install} changes. */
    public List<String> files() {
        return List.of(
                "smtpserver.xml",
                "mailetcontainer.xml",
                "extensions.properties",
                "webadmin.properties",
                "healthcheck.properties",
                "logback.xml",
                "domainlist.xml");
    }

    /** A copy of all of them in a folder that is made for it. */
    public Path copyTo(Path folder) {
        try {
            Files.createDirectories(folder);
            for (Path layer : layers) {
                copy(layer, folder);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path layer, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(layer)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = String.valueOf(file.getFileName());
                if (!OF_DOMAIN_SHARING.contains(name)) {
                    Files.copy(file, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Override
    public String toString() {
        return folder().toString();
    }
}
