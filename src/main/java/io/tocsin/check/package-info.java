/** What is watched: the schedule of the checks, their last results, and the faces that show these. */
@NullMarked
package io.tocsin.check;

import org.jspecify.annotations.NullMarked;
