// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A JAR of this extension, told by what is in it, whatever it is called. Stateless; blocks. */
public final class ExtensionJar {
    /** Where James looks for extensions, beside {@code conf/}. */
    public static final String FOLDER = "extensions-jars";

    private static final String MODULE = "io/domainsharing/james/DomainSharingModule.class";

    /** Names a class of James's API whose package differs between the two. */
    private static final String FLAVOUR = "io/domainsharing/james/JamesFlavour.class";

    /** Put together when it runs: no text of the JAR for James 3.8 names what is James 3.9's alone. */
    private static final String LATER_MAIL = String.join("/", "jakarta", "mail", "");

    private ExtensionJar() {}

    /**
     * The James that a JAR is for; empty: it is none of ours.
     *
     * @throws IOException it is no JAR that can be read
     */
    public static Optional<JamesRelease> release(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.getEntry(MODULE) == null ? Optional.empty() : Optional.of(release(zip));
        }
    }

    private static JamesRelease release(ZipFile jar) throws IOException {
        ZipEntry flavour = jar.getEntry(FLAVOUR);
        if (flavour == null) {
            return JamesRelease.V3_8;
        }
        try (InputStream in = jar.getInputStream(flavour)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains(LATER_MAIL)
                    ? JamesRelease.V3_9
                    : JamesRelease.V3_8;
        }
    }
}
