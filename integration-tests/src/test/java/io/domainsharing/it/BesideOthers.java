// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A class whose servers wait most of the time, for queues, brokers or rounds. It runs beside the row of all other classes, one such class
 * at a time, so that the processors have something to do meanwhile. Its own tests run one after the other.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the place beside the row")
@interface BesideOthers {}
