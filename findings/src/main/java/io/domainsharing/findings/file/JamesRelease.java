// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

/** The James that a folder or a JAR is for, as far as it matters here. */
public enum JamesRelease {
    V3_8("3.8", "false"),
    V3_9("3.9 or later", "strict"),
    /** No JAR of ours tells it. */
    UNKNOWN("of an unknown release", "false");

    private final String words;
    private final String verifyIdentity;

    JamesRelease(String words, String verifyIdentity) {
        this.words = words;
        this.verifyIdentity = verifyIdentity;
    }

    /** What counts where {@code <verifyIdentity>} is left out. */
    String verifyIdentity() {
        return verifyIdentity;
    }

    @Override
    public String toString() {
        return words;
    }
}
