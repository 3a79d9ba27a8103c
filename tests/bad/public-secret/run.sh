# A document with a secrecy level is not public.
. tests/bad/life.sh
run check "$edition" --set document.public=yes --set document.secrecy=机密★1年 --set document.copy_number=000001
