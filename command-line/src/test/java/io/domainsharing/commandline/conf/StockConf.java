// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sample files of one of James's servers, as James brings them: the build unpacks them from the sources that Maven Central has. */
public record StockConf(String release, String server) {
    private static final Path ALL = Path.of("target/james-samples");

    /** Those of the server that is whole in Maven Central. */
    public static StockConf ofMemoryServer() {
        return new StockConf("3.8", "memory");
    }

    /** Every one that there is. */
    public static Stream<StockConf> all() {
        return Stream.concat(
                Stream.of("memory", "jpa", "distributed").map(server -> new StockConf("3.8", server)),
                Stream.of("memory", "jpa", "postgres", "distributed").map(server -> new StockConf("3.9", server)));
    }

    public Path folder() {
        return ALL.resolve("james-project-" + (release.equals("3.8") ? "3.8.1" : "3.9.0"))
                .resolve("server/apps/" + server + "-app/sample-configuration");
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
            try (Stream<Path> files = Files.list(folder())) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return server + " of " + release;
    }
}
