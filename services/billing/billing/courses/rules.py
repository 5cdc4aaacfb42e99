"""The codes of courses."""

# Words and small numbers with hyphens: nobody's telephone number is the code of a course.
COURSE = r"^[a-z]{1,20}(-([a-z]{1,20}|[0-9]{1,2})){0,5}$"
LONGEST_COURSE = 40
