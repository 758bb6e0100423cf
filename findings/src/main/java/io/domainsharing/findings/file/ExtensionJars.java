// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether one JAR of ours, and which of the two, lies beside the folder, where James looks for extensions. */
final class ExtensionJars {
    private static final String FOLDER = ExtensionJar.FOLDER;

    private final ConfFolder folder;
    private final Findings findings;
    private JamesRelease release = JamesRelease.UNKNOWN;

    ExtensionJars(ConfFolder folder, Findings findings) {
        this.folder = folder;
        this.findings = findings;
    }

    /** The James that the one JAR is for. */
    JamesRelease check() {
        Path jars = folder.root().resolve(FOLDER);
        Place place = Place.of(FOLDER + "/");
        if (!Files.isDirectory(jars)) {
            findings.skipped(
                    Rule.EXTENSION_JAR,
                    place,
                    "is not beside this folder, so whether James has the JAR was not looked at",
                    "Check the folder of the server itself: " + FOLDER + "/ stands beside conf/");
            return JamesRelease.UNKNOWN;
        }
        List<String> ours = new ArrayList<>();
        try (var files = Files.newDirectoryStream(jars, "*.jar")) {
            for (Path file : files) {
                look(file, place, ours);
            }
        } catch (IOException e) {
            findings.error(Rule.EXTENSION_JAR, place, "cannot be read: " + e.getMessage(), "Let this user read it");
            return JamesRelease.UNKNOWN;
        }
        if (ours.isEmpty()) {
            findings.error(
                    Rule.EXTENSION_JAR,
                    place,
                    "holds no JAR of Domain Sharing",
                    "Copy " + jarFor(JamesRelease.V3_8) + " there, or " + jarFor(JamesRelease.V3_9) + " for James 3.9");
        } else if (ours.size() > 1) {
            findings.error(
                    Rule.EXTENSION_JAR,
                    place.value(String.join(", ", ours.stream().sorted().toList())),
                    "holds the extension " + ours.size() + " times: which one James loads is chance",
                    "Keep one of them");
        } else {
            fits(place.value(ours.get(0)));
            return release;
        }
        return JamesRelease.UNKNOWN;
    }

    private void fits(Place place) {
        JamesLibraries.Library james = JamesLibraries.beside(folder)
                .filter(library -> library.release() != release)
                .orElse(null);
        if (james == null) {
            findings.ok(Rule.EXTENSION_JAR, place, "holds the extension for James " + release);
        } else {
            findings.error(
                    Rule.EXTENSION_JAR,
                    place,
                    "is the JAR for James " + release + ", and this James is " + james.release() + " (there is "
                            + james.file() + "): it does not start",
                    "Remove it and put " + jarFor(james.release()) + " in its place");
        }
    }

    private static String jarFor(JamesRelease james) {
        return "james-domain-sharing-<version>" + (james == JamesRelease.V3_9 ? "-jakarta" : "") + ".jar";
    }

    private void look(Path file, Place place, List<String> ours) {
        try {
            ExtensionJar.release(file).ifPresent(james -> {
                ours.add(String.valueOf(file.getFileName()));
                release = james;
            });
        } catch (IOException e) {
            findings.error(
                    Rule.EXTENSION_JAR,
                    place.value(file.getFileName()),
                    "is no JAR that can be read: " + e.getMessage(),
                    "Copy it again");
        }
    }
}
