// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

/**
 * One thing that a check has found.
 *
 * @param where the folder or the URL that was checked
 * @param file in the folder, such as {@code domainsharing.xml}; empty where it is about none
 * @param key in the file, such as {@code peers/peer[tokyo]/smtp}; empty where it is about the whole file
 * @param value what stands there; empty where nothing does, or it is a secret
 * @param text what was found, one sentence without a full stop
 * @param remedy what to do; empty where all is well
 */
record Finding(Severity severity, String where, String file, String key, String value, String text, String remedy) {}
