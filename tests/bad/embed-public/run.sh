# The sources hold what is left out.
. tests/bad/public.sh
printf '[archive]\nembed = yes\n[output.web]\ndocument.public = yes\ntable.public_totals = drop\n' >>"$work/e/edition.ini"
run render "$edition" --for web -o "$work/web.pdf"
ls "$work"
