// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where things are in this source tree: the files that users get, as the build left them. */
public final class Checkout {
    private static final Path ROOT = root();

    private Checkout() {}

    /** The sample configuration that users copy. */
    public static Path jamesConf() {
        return ROOT.resolve("james-conf");
    }

    /** The sample files of one of James's servers, as James brings them. */
    static Path stockConf(String release, String server) {
        return ROOT.resolve("command-line/target/james-samples/james-project-" + release)
                .resolve("server/apps/" + server + "-app/sample-configuration");
    }

    /** The one JAR that users of the James under test drop into {@code extensions-jars/}. */
    public static Path extensionJar() {
        return FittingJar.PATH;
    }

    /** The JAR for James 3.9 and later, or the one for James 3.8. */
    static Path extensionJar(boolean jakarta) {
        Path target = ROOT.resolve("james-extension/target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName()
                            .toString()
                            .matches("james-domain-sharing-[0-9][0-9.]*(-SNAPSHOT)?" + (jakarta ? "-jakarta" : "")
                                    + "\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No james-domain-sharing JAR in " + target
                            + ": run ./mvnw -pl james-extension -am package first"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The domain-sharing command. */
    public static Path commandLineJar() {
        return ROOT.resolve("command-line/target/domain-sharing.jar");
    }

    /** What bash needs to complete it. */
    static Path commandLineCompletion() {
        return ROOT.resolve("command-line/target/completion/domain-sharing.bash");
    }

    /** A folder for what a run leaves behind; deleted by {@code mvn clean}. */
    public static Path output() {
        return ROOT.resolve("integration-tests/target/it");
    }

    /** The folder of one server, without what an earlier run left in it. */
    static Path emptyFolder(String name) {
        Path folder = output().resolve(name);
        delete(folder);
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder with all that is in it, or nothing. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path stockJames() {
        return ROOT.resolve("integration-tests/stock-james/target");
    }

    static Path jpaJames() {
        return ROOT.resolve("integration-tests/jpa-james/target");
    }

    static Path rabbitmqJames() {
        return ROOT.resolve("integration-tests/rabbitmq-james/target");
    }

    static Path cassandra() {
        return ROOT.resolve("integration-tests/cassandra/target/lib");
    }

    /** Looked for once: it means a look into each JAR of James. */
    private static final class FittingJar {
        static final Path PATH = extensionJar(StockJames.underTest().isJakarta());
    }

    /** The source tree, wherever in it this was started. */
    static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("integration-tests/stock-james"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "Run me from inside the source tree, not from " + Path.of("").toAbsolutePath());
    }
}
