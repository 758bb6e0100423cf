// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import io.domainsharing.findings.file.ExtensionJar;
import io.domainsharing.findings.file.JamesLibraries;
import io.domainsharing.findings.file.JamesRelease;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which JAR of the extension goes where.
 *
 * @param source the JAR as it was built
 * @param folder James's folder for extensions, which need not be there
 * @param others JARs of ours that are there, and go
 * @param isThere whether the same JAR lies there already
 */
record JarChoice(Path source, Path folder, List<Path> others, boolean isThere) {
    JarChoice {
        others = List.copyOf(others);
    }

    /**
     * Chooses one.
     *
     * @param james the folder with {@code extensions-jars/} and James's libraries
     * @param named null: the one that fits James is looked for where the build and a download leave it
     * @throws IOException there is none to take; the message says what to do
     */
    static JarChoice of(Path james, @Nullable Path named) throws IOException {
        Optional<JamesRelease> release = JamesLibraries.release(james);
        Path source = named == null ? find(james, release) : named;
        Optional<JamesRelease> fits = ExtensionJar.release(source);
        if (fits.isEmpty()) {
            throw new IOException(source + " is no JAR of Domain Sharing");
        }
        if (release.isPresent() && !release.equals(fits)) {
            throw new IOException(
                    source + " is for James " + fits.get() + ", and the James in " + james + " is " + release.get());
        }
        Path folder = james.resolve(ExtensionJar.FOLDER);
        Path target = folder.resolve(String.valueOf(source.getFileName()));
        boolean isThere = Files.exists(target) && Files.mismatch(source, target) < 0;
        List<Path> others = new ArrayList<>(inFolder(folder));
        if (isThere) {
            others.remove(target);
        }
        return new JarChoice(source, folder, others, isThere);
    }

    Path target() {
        return folder.resolve(String.valueOf(source.getFileName()));
    }

    boolean changesNothing() {
        return isThere && others.isEmpty();
    }

    private static Path find(Path james, Optional<JamesRelease> release) throws IOException {
        if (release.isEmpty()) {
            throw new IOException("no library of James lies in " + james
                    + ", so which JAR fits cannot be told: give --james DIR, or --jar FILE");
        }
        for (Path folder : places()) {
            for (Path jar : inFolder(folder)) {
                if (ExtensionJar.release(jar).equals(release)) {
                    return jar;
                }
            }
        }
        throw new IOException("there is no james-domain-sharing JAR for James " + release.get()
                + " beside this command: give --jar FILE");
    }

    /** Beside the JAR of this command, and where a checkout has it. */
    private static List<Path> places() {
        CodeSource code = JarChoice.class.getProtectionDomain().getCodeSource();
        try {
            Path command = Path.of(code.getLocation().toURI());
            Path beside = command.resolveSibling(".").normalize();
            return List.of(
                    beside, beside.resolve("../../james-extension/target").normalize());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A code source has a URL", e);
        }
    }

    /** Those of ours, by what is in them; what cannot be read is not. */
    private static List<Path> inFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> ours = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                if (isOurs(file)) {
                    ours.add(file);
                }
            }
        }
        return ours;
    }

    private static boolean isOurs(Path file) {
        try {
            return ExtensionJar.release(file).isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
